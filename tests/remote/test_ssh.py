"""`heapstep --on HOST` through a real sshd on the loopback interface, with
keys and settings of its own; works as root and as an ordinary user.
"""
import getpass
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, os.pardir, "tui"))
from terminal import Missing, Tmux, clean_environment, run_tests  # noqa: E402

HEAPSTEP = os.path.abspath(os.environ.get("HEAPSTEP", "./heapstep"))
DAP = os.environ.get("HEAPSTEP_DAP", HEAPSTEP + " dap")
SSHD = "/usr/sbin/sshd"
FOLDER = tempfile.TemporaryDirectory(prefix="heapstep-ssh-")
SCRIPT = os.path.join(FOLDER.name, "names.py")
with open(SCRIPT, "w") as file:
    file.write("l1 = [1, 2, 3]\nl2 = l1\nl2[0] = 55\nprint('there')\n"
               "name = input('who? ')\nprint('hello', name)\n")


def path(name):
    return os.path.join(FOLDER.name, name)


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Sshd:
    def __enter__(self):
        self.port = free_port()
        for name in ("host", "id"):
            if not os.path.exists(path(name)):
                subprocess.run(["ssh-keygen", "-qt", "ed25519", "-N", "",
                                "-f", path(name)], check=True)
        with open(path("id.pub")) as key, \
                open(path("authorized_keys"), "w") as keys:
            keys.write(key.read())
        with open(path("config"), "w") as config:
            config.write("\n".join((
                "Port %d" % self.port, "ListenAddress 127.0.0.1",
                "HostKey " + path("host"), "PidFile " + path("pid"),
                "AuthorizedKeysFile " + path("authorized_keys"),
                "StrictModes no", "UsePAM no", "PasswordAuthentication no",
                "KbdInteractiveAuthentication no", "AllowTcpForwarding no",
                "PermitRootLogin prohibit-password", "")))
        if os.getuid() == 0:
            os.makedirs("/run/sshd", exist_ok=True)
        self.log = open(path("log"), "w")
        self.process = subprocess.Popen(
            [SSHD, "-D", "-e", "-f", path("config")], stderr=self.log)
        self.wait_until_it_listens()
        return self

    def wait_until_it_listens(self):
        end = time.monotonic() + 20
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                return
            except OSError:
                if time.monotonic() > end or self.process.poll() is not None:
                    with open(path("log")) as log:
                        raise Missing("sshd does not listen: " + log.read())
                time.sleep(0.05)

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        self.log.close()

    def command(self, host_keys="accept-new"):
        return ("ssh -F none -p %d -i %s -o IdentitiesOnly=yes "
                "-o UserKnownHostsFile=%s -o StrictHostKeyChecking=%s"
                % (self.port, path("id"), path("known_hosts"), host_keys))


def start(sshd, words="", **more):
    return Tmux("%s --on %s@127.0.0.1 --remote-command \"%s\" %s %s"
                % (HEAPSTEP, getpass.getuser(), DAP, words, SCRIPT),
                HEAPSTEP_SSH=sshd.command(), **more)


def test_a_script_is_stepped_over_ssh():
    with Sshd() as sshd, start(sshd) as t:
        t.wait("▶ +1 l1")
        t.keys("F10", "F10", "F10")
        t.wait("«55»")
        t.line("next")
        t.wait("there")


def test_input_typed_here_is_read_there():
    with Sshd() as sshd, start(sshd) as t:
        t.wait("▶ +1 l1")
        t.keys("F5")
        t.wait("input>")
        t.line("Far")
        t.wait("hello Far")


def test_the_line_mode_works_over_ssh():
    with Sshd() as sshd:
        done = subprocess.run(
            [HEAPSTEP, "--on", getpass.getuser() + "@127.0.0.1",
             "--remote-command", DAP, "cli", SCRIPT],
            input="next\nnext\nprint l2\n", text=True, capture_output=True,
            env=clean_environment(HEAPSTEP_SSH=sshd.command()), timeout=120)
        assert "(heapstep) print l2\n" in done.stdout, done
        assert "[1, 2, 3]" in done.stdout, done


def test_a_cut_line_is_told_and_run_connects_again():
    with Sshd() as sshd, start(sshd) as t:
        t.wait("▶ +1 l1")
        t.keys("F10", "F10")
        t.wait("▶ +3")
        cut(sshd)
        t.wait("session lost")
        assert "l2[0] = 55" in t.screen()
        t.line("run")
        t.wait("▶ +1 l1")


def cut(sshd):
    """Ends the connections, not the listener."""
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open("/proc/%s/stat" % pid) as stat:
                parent = int(stat.read().rsplit(")", 1)[1].split()[1])
            if parent == sshd.process.pid:
                os.kill(int(pid), signal.SIGKILL)
        except (OSError, ValueError):
            pass


def test_an_unreachable_host_is_told():
    with Sshd() as sshd:
        command = sshd.command()
    done = subprocess.run(
        [HEAPSTEP, "--on", "127.0.0.1", "cli", SCRIPT], text=True,
        capture_output=True, stdin=subprocess.DEVNULL,
        env=clean_environment(HEAPSTEP_SSH=command), timeout=120)
    assert done.returncode == 1, done
    assert "Connection refused" in done.stderr + done.stdout, done
    assert "heapstep: the session has ended" in done.stderr, done


def test_a_missing_program_there_is_told():
    with Sshd() as sshd:
        done = subprocess.run(
            [HEAPSTEP, "--on", getpass.getuser() + "@127.0.0.1",
             "--remote-command", "no-such-program dap", "cli", SCRIPT],
            text=True, capture_output=True, stdin=subprocess.DEVNULL,
            env=clean_environment(HEAPSTEP_SSH=sshd.command()), timeout=120)
        assert done.returncode == 1, done
        assert "not found" in done.stdout + done.stderr, done


def test_a_host_that_looks_like_an_option_is_refused():
    done = subprocess.run(
        [HEAPSTEP, "--on", "-oProxyCommand=true", "cli", SCRIPT], text=True,
        capture_output=True, stdin=subprocess.DEVNULL,
        env=clean_environment(), timeout=60)
    assert done.returncode == 1, done
    assert "is not the name of a host" in done.stderr, done


if __name__ == "__main__":
    if not os.path.exists(SSHD):
        print("1..0 # SKIP no %s; on Debian install openssh-server" % SSHD)
        sys.exit(0)
    sys.exit(run_tests([f for n, f in list(globals().items())
                        if n.startswith("test_")]))
