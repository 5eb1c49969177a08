"""Answers on every port of its task: who it is, and what it was sent.

HTTP gets an answer of lines; any other connection, and each packet, the one line that says with which byte it began.
"""
import os
import socket
import threading

JOB = os.environ["NOMAD_JOB_NAME"]
INSTANCE = os.environ["NOMAD_ALLOC_INDEX"]
VERSION = os.environ.get("VERSION", "1")


def answer(label, data):
    who = f"{JOB}/{label}"
    lines = data.decode("latin-1").split("\r\n\r\n")[0].split("\r\n")
    words = lines[0].split(" ")
    if len(words) != 3 or not words[2].startswith("HTTP/"):
        return f"{who} {data[:1].hex()}\n".encode()
    seen = [who, f"path={words[1]}", f"instance={INSTANCE}", f"version={VERSION}"]
    for line in lines[1:]:
        name, _, value = line.partition(": ")
        seen.append(f">{name.lower()}={value}")
    body = "\n".join(seen)
    return f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n{body}".encode("latin-1")


def serve(label, connection):
    with connection:
        data = connection.recv(65536)
        while data.split(b"\r\n")[0].endswith(b"HTTP/1.1") and b"\r\n\r\n" not in data:
            data += connection.recv(65536)
        if data:
            connection.sendall(answer(label, data))


def connections(label, port):
    server = socket.create_server(("", port))
    while True:
        threading.Thread(target=serve, args=(label, server.accept()[0])).start()


def packets(label, port):
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("", port))
    while True:
        data, client = server.recvfrom(65536)
        server.sendto(answer(label, data), client)


for name, value in os.environ.items():
    if name.startswith("NOMAD_PORT_"):
        for serving in (connections, packets):
            threading.Thread(target=serving, args=(name[len("NOMAD_PORT_"):], int(value))).start()
