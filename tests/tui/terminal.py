"""Terminals to drive heapstep in: tmux for what a person sees, a bare
pseudo-terminal for what goes over the line.  Waits for text, never for time.
"""
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import tempfile
import termios
import time

PATIENCE = float(os.environ.get("TEST_PATIENCE", "30"))


class Missing(AssertionError):
    pass


def clean_environment(**more):
    env = {k: v for k, v in os.environ.items()
           if k in ("PATH", "HOME", "USER", "ASAN_OPTIONS", "UBSAN_OPTIONS",
                    "LSAN_OPTIONS")}
    env.update(LC_ALL="C.UTF-8", TERM="xterm-256color")
    env.update(more)
    return env


class Tmux:
    """A command on a tmux pane of a size."""
    count = 0

    def __init__(self, command, cols=80, rows=24, cwd=None, **env):
        Tmux.count += 1
        self.name = "heapstep-%d-%d" % (os.getpid(), Tmux.count)
        self.folder = tempfile.mkdtemp(prefix="heapstep-tmux-")
        env.setdefault("XDG_STATE_HOME", self.folder)
        env = clean_environment(TMUX_TMPDIR=self.folder, **env)
        env.pop("TERM")
        terminal = env.pop("PANE_TERM", "tmux-256color")
        self.env = env
        # The last line tells that the command is over, and how.
        script = command + "; echo \"[exit $?]\"; exec cat"
        self.tmux("-f", "/dev/null", "new-session", "-d", "-x", str(cols),
                  "-y", str(rows), "-c", cwd or os.getcwd(),
                  "exec env TERM=%s sh -c '%s'"
                  % (terminal, script.replace("'", "'\\''")))

    def tmux(self, *words):
        return subprocess.run(["tmux", "-u", "-L", self.name, *words],
                              env=self.env, check=True, text=True,
                              stdout=subprocess.PIPE).stdout

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self.tmux("kill-server")
        except subprocess.CalledProcessError:
            pass
        subprocess.run(["rm", "-rf", self.folder])

    def keys(self, *names):
        self.tmux("send-keys", *names)

    def type(self, text):
        self.tmux("send-keys", "-l", text)

    def line(self, text):
        self.type(text)
        self.keys("Enter")

    def screen(self, colours=False):
        return self.tmux("capture-pane", "-p", *(["-e"] if colours else []))

    def value(self, name):
        return self.tmux("display", "-p", "#{%s}" % name).strip()

    def resize(self, cols, rows):
        self.tmux("resize-window", "-x", str(cols), "-y", str(rows))

    def wait(self, pattern, gone=False):
        """Waits until the pattern is on the screen, or no longer."""
        end = time.monotonic() + PATIENCE
        while True:
            screen = self.screen()
            found = re.search(pattern, screen, re.M)
            if bool(found) != gone:
                return screen
            if time.monotonic() > end:
                raise Missing("%s %r in\n%s" % (
                    "still" if gone else "no", pattern, screen))
            time.sleep(0.03)

    def wait_value(self, name, wanted):
        end = time.monotonic() + PATIENCE
        while self.value(name) != wanted:
            if time.monotonic() > end:
                raise Missing("%s is %r" % (name, self.value(name)))
            time.sleep(0.03)


class Wire:
    """A command on a pseudo-terminal whose every byte is kept."""

    def __init__(self, words, cols=80, rows=24, **env):
        self.folder = tempfile.mkdtemp(prefix="heapstep-wire-")
        env.setdefault("XDG_STATE_HOME", self.folder)
        env = clean_environment(**env)
        deaf = env.pop("DEAF", None)
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            if deaf:
                signal.signal(signal.SIGHUP, signal.SIG_IGN)
            os.execvpe(words[0], words, env)
        self.resize(cols, rows)
        self.bytes = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        except (ProcessLookupError, ChildProcessError):
            pass
        self.hang_up()
        subprocess.run(["rm", "-rf", self.folder])

    def hang_up(self):
        if self.fd >= 0:
            os.close(self.fd)
        self.fd = -1

    def wait_end(self):
        end = time.monotonic() + PATIENCE
        while os.waitpid(self.pid, os.WNOHANG)[0] == 0:
            if time.monotonic() > end:
                raise Missing("the process lives on")
            time.sleep(0.03)

    def resize(self, cols, rows):
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ,
                    struct.pack("HHHH", rows, cols, 0, 0))

    def send(self, data):
        os.write(self.fd, data)

    def read_until_quiet(self, quiet=0.4):
        """What comes until nothing has come for a while."""
        data = b""
        while select.select([self.fd], [], [], quiet)[0]:
            try:
                piece = os.read(self.fd, 65536)
            except OSError:
                break
            if not piece:
                break
            data += piece
        self.bytes += data
        return data

    def wait(self, wanted):
        end = time.monotonic() + PATIENCE
        data = b""
        while wanted not in data:
            if time.monotonic() > end:
                raise Missing("no %r in %r" % (wanted, data[-2000:]))
            data += self.read_until_quiet(0.1)
        return data


def run_tests(tests):
    """Runs functions, tells in TAP how they went; the exit status."""
    import sys
    import traceback
    wanted = sys.argv[1:]
    tests = [t for t in tests if not wanted or t.__name__ in wanted]
    print("1..%d" % len(tests), flush=True)
    failures = 0
    for number, test in enumerate(tests, 1):
        name = test.__name__.removeprefix("test_").replace("_", " ")
        try:
            test()
            print("ok %d - %s" % (number, name), flush=True)
        except Exception:
            failures += 1
            print("not ok %d - %s" % (number, name))
            for line in traceback.format_exc().splitlines():
                print("# " + line, flush=True)
    return 1 if failures else 0
