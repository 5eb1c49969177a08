"""Asks what each line of its input says, and prints the answer as one line of words that are set apart by tabs.

A line is a port, an address and options: `8080 http://web.lab/path method=PUT Name=Value …`. The schemes are http and
https, tcp, tls and udp, and hello, which sends the first message of TLS and takes what comes back as it is. A `~` in an option is a space.
"""
import http.client
import socket
import ssl
import sys
import urllib.parse

TLS = ssl.create_default_context()
TLS.check_hostname = False
TLS.verify_mode = ssl.CERT_NONE


def opened(port, host, tls):
    connection = socket.create_connection(("127.0.0.1", port), 5)
    return TLS.wrap_socket(connection, server_hostname=host) if tls else connection


def request(port, url, method, headers):
    client = http.client.HTTPConnection(url.hostname)
    client.sock = opened(port, url.hostname, url.scheme == "https")
    version = client.sock.version() if url.scheme == "https" else None
    path = url.path + ("?" + url.query if url.query else "")
    client.request(method, path, headers=headers)
    response = client.getresponse()
    body = response.read().decode("latin-1").split("\n")
    given = [f"<{name.lower()}={value}" for name, value in response.getheaders()]
    cookies = [parts for name, value in response.getheaders() if name == "Set-Cookie" for parts in [value.split("; ")]]
    kept = ["cookie: " + " ".join([first.split("=")[0], *sorted(rest)]) for first, *rest in cookies]
    return [str(response.status), *given, *kept, *body, *([version] if version else [])]


def hello(host):
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    try:
        TLS.wrap_bio(incoming, outgoing, server_hostname=host).do_handshake()
    except ssl.SSLWantReadError:
        return outgoing.read()


def exchanged(port, url):
    if url.scheme == "udp":
        connection = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        connection.settimeout(5)
        connection.connect(("127.0.0.1", port))
    else:
        connection = opened(port, url.hostname, url.scheme == "tls")
    connection.sendall(hello(url.hostname) if url.scheme == "hello" else b"ping")
    return connection.recv(65536).decode("latin-1").split() or ["closed"]


def asked(port, address, *options):
    url = urllib.parse.urlsplit(address)
    headers = dict(option.replace("~", " ").split("=", 1) for option in options)
    method, times = headers.pop("method", "GET"), int(headers.pop("times", "1"))
    if not url.scheme.startswith("http"):
        return exchanged(int(port), url)
    first = request(int(port), url, method, headers)
    instances = set()
    for _ in range(times if times > 1 else 0):
        cookies = [word.split("=", 1)[1].split(";")[0] for word in first if word.startswith("<set-cookie=")]
        words = request(int(port), url, method, headers | ({"Cookie": cookies[0]} if cookies else {}))
        instances.update(word for word in words if word.startswith("instance="))
    return [*first, f"instances={len(instances)}"] if times > 1 else first


for line in sys.stdin:
    try:
        print(*asked(*line.split()), sep="\t", flush=True)
    except OSError as error:
        print("closed", type(error).__name__, sep="\t", flush=True)
