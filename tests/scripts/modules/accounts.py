"""pwd and grp: users and groups by name and number."""
import grp
import os
import pathlib
import pwd


def attempt(f, *args):
    try:
        return f(*args)
    except Exception as e:
        return f"{type(e).__name__} {e}"


print(pwd.struct_passwd.__match_args__, grp.struct_group.__match_args__)
print(pwd.struct_passwd.n_fields, grp.struct_group.n_sequence_fields)
print(pwd.getpwuid(0), grp.getgrgid(0), tuple(pwd.getpwnam("root")))
for f in pwd.getpwuid, grp.getgrgid:
    for o in (99999, -1, 2 ** 40, 2 ** 70, -2, 2 ** 32 - 1, "x", 1.5, True):
        print(f.__name__, o, attempt(f, o))
    print(attempt(f))
for f in pwd.getpwnam, grp.getgrnam:
    for o in "nope", "daemon", "", "a\0b", 1, None, "é", "root:x":
        print(f.__name__, repr(o), attempt(f, o))
users = pwd.getpwall()
print(len(users), all(pwd.getpwnam(u.pw_name).pw_uid == u.pw_uid
                      for u in users), users[0])
print(grp.getgrall()[:5], grp.getgrgid(id=0) == grp.getgrnam(name="root"))
print(os.path.expanduser("~root/x"), os.path.expanduser("~nobody-here"))
root = pathlib.Path("/")
print(root.owner(), root.group(), pathlib.Path("~root").expanduser())
