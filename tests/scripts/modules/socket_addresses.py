"""_socket without sockets: addresses, orders of bytes, timeouts; waiting."""
import os
import socket
import subprocess

s = socket


def attempt(f, *args):
    try:
        print(f.__name__, args, f(*args))
    except Exception as e:
        print(f.__name__, args, type(e).__name__, e)


for text in "1.2.3.4", "x", "1.2", "256.1.1.1", 1:
    attempt(s.inet_aton, text)
    attempt(s.inet_pton, s.AF_INET, text)
for text in "::1", "1.2.3.4", "fe80::1:2", "::ffff:1.2.3.4":
    attempt(s.inet_pton, s.AF_INET6, text)
attempt(s.inet_pton, 99, "x")
for data in b"abcd", b"abc", bytearray(b"abcd"):
    attempt(s.inet_ntoa, data)
    attempt(s.inet_ntop, s.AF_INET, data)
attempt(s.inet_ntop, s.AF_INET6, bytes(range(16)))
attempt(s.inet_ntop, 99, b"x")
for f in s.htons, s.ntohs, s.htonl, s.ntohl:
    for n in 0, 1, 258, 65535, 65536, -1, 2 ** 31, 2 ** 32, 2 ** 70:
        attempt(f, n)
for n in None, 1.5, 2, -1, "x", float("nan"):
    attempt(s.setdefaulttimeout, n)
    attempt(s.getdefaulttimeout)
print(s.gaierror.__mro__, s.timeout, s.herror, s.error, s.has_ipv6)
print(s.gethostname(), s.AF_INET, s.SOCK_STREAM, s.SO_REUSEADDR, s.MSG_PEEK | s.MSG_OOB)
for status in 0, 256, 9, 0x137f, 127, -1, 65535:
    attempt(os.waitstatus_to_exitcode, status)
attempt(os.waitpid, -1, 0)
attempt(os.waitpid, -1, os.WNOHANG)
attempt(os.wait)
print(subprocess.list2cmdline(["a b", "c"]), subprocess.PIPE)
