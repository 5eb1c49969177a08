"""Renders COUNT jobs from one compiled template into OUT. usage: yardstick.py TEMPLATE COUNT OUT"""
import os
import resource
import sys

from jinja2 import Environment, StrictUndefined

template_path, count, out = sys.argv[1], int(sys.argv[2]), sys.argv[3]
environment = Environment(
    variable_start_string="[[",
    variable_end_string="]]",
    block_start_string="[%",
    block_end_string="%]",
    comment_start_string="[#",
    comment_end_string="#]",
    undefined=StrictUndefined,
    keep_trailing_newline=True,
)
with open(template_path) as file:
    template = environment.from_string(file.read())
os.makedirs(out, exist_ok=True)
for index in range(count):
    name = f"svc-{index:05d}"
    text = template.render(name=name, port=9000 + index % 1000, count=1 + index % 5)
    with open(f"{out}/{name}.nomad.hcl", "w") as file:
        file.write(text)
print(count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
