%{ for i, x in each ~} ${~ i } $${x} %{ if x == "a" }é%{ else }%%{%{ endif }%{ endfor }
