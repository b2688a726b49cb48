# Sockets over loopback: streams, datagrams, families, timeouts, errors.
import os
import select
import socket
import tempfile
import threading


def show(what):
    try:
        print(what())
    except Exception as e:
        print(type(e).__name__, e)


def serve(listener):
    conn, _ = listener.accept()
    with conn:
        while data := conn.recv(1000):
            conn.sendall(data.upper())


def echo(family, address):
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen()
        t = threading.Thread(target=serve, args=(listener,))
        t.start()
        with socket.create_connection(listener.getsockname()[:2]) \
                if family != socket.AF_UNIX else socket.socket(family) as c:
            if family == socket.AF_UNIX:
                c.connect(address)
            c.sendall(b"hello")
            print(c.family, c.type, c.recv(100))
            big = b"x" * 300000
            got = bytearray()
            sender = threading.Thread(target=c.sendall, args=(big,))
            sender.start()
            while len(got) < len(big):
                got += c.recv(65536)
            sender.join()
            print(len(got), got == big.upper())
            c.shutdown(socket.SHUT_WR)
            print(c.recv(10))
        t.join()


echo(socket.AF_INET, ("127.0.0.1", 0))
echo(socket.AF_INET6, ("::1", 0))
with tempfile.TemporaryDirectory() as d:
    echo(socket.AF_UNIX, os.path.join(d, "s"))

a, b = socket.socketpair()
print(a.family.name, a.type.name, a.proto, repr(a.getsockname()))
a.send(b"abcdef")
buf = bytearray(4)
print(b.recv_into(buf), buf, b.recv_into(buf, 1), buf, b.recv(5))
a.settimeout(0.01)
print(a.gettimeout(), a.getblocking())
show(lambda: a.recv(1))
a.setblocking(False)
show(lambda: a.recv(1))
show(lambda: a.recv(-1))
show(lambda: a.recv_into(b"abc"))
show(lambda: a.recv_into(buf, 9))
show(lambda: a.settimeout(-1))
show(lambda: a.settimeout("x"))
print(select.select([a], [a], [], 0)[1] == [a])
b.send(b"z")
print([x is a for x in select.select([a], [], [], 5)[0]])
b.close()
show(lambda: b.recv(1))
show(lambda: a.recv(9))
show(lambda: a.recv(9))
show(lambda: a.send(b"x"))
fd = a.detach()
print(a.fileno(), "fd=-1" in repr(a))
os.close(fd)

u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
v = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
u.bind(("localhost", 0))
print(v.sendto(b"datagram", u.getsockname()), u.recvfrom(100)[0])
v.sendto(b"more", 0, u.getsockname())
n, who = u.recvfrom_into(buf)
print(n, buf, who == ("127.0.0.1", v.getsockname()[1]))
u.close()
v.close()

s = socket.socket()
show(lambda: s.connect(("127.0.0.1", 1)))
print(s.connect_ex(("127.0.0.1", 1)))
show(lambda: s.bind(("127.0.0.1", 70000)))
show(lambda: s.bind("x"))
show(lambda: s.bind(("127.0.0.1",)))
show(lambda: s.getpeername())
show(lambda: s.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE))
show(lambda: s.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE, 4))
show(lambda: s.getsockopt(socket.SOL_SOCKET, 12345))
s.close()
show(lambda: s.getsockname())
show(lambda: socket.socket(99))
show(lambda: socket.socket(fileno=-1))
show(lambda: socket.socket(fileno=12345))
show(lambda: socket.getaddrinfo("127.0.0.1", 80, type=socket.SOCK_STREAM))
show(lambda: socket.getaddrinfo("::1", "80", 0, socket.SOCK_DGRAM))
show(lambda: socket.getaddrinfo("1.2.3.x", 1, flags=socket.AI_NUMERICHOST))
show(lambda: socket.getaddrinfo("127.0.0.1", []))
show(lambda: socket.gethostbyname("127.0.0.1"))
show(lambda: socket.getnameinfo(("127.0.0.1", 80), socket.NI_NUMERICHOST
                                | socket.NI_NUMERICSERV))
socket.setdefaulttimeout(2.5)
with socket.socket() as s:
    print(s.timeout, socket.getdefaulttimeout())
socket.setdefaulttimeout(None)
