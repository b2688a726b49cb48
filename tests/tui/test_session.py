"""Both front ends with the real session and its engine."""
import os
import re
import signal
import subprocess
import sys
import tempfile

from terminal import Missing, Tmux, clean_environment, run_tests

HEAPSTEP = os.path.abspath(os.environ.get("HEAPSTEP", "./heapstep"))
FOLDER = tempfile.TemporaryDirectory(prefix="heapstep-session-")

SCRIPTS = {
    "names.py": "l1 = [1, 2, 3]\nl2 = l1\nl2[0] = 55\nl1 = 'new'\n"
                "del l2\nprint('done')\nx = 1\n",
    "input.py": "name = input('who? ')\nprint('hello', name)\nx = 1\n",
    "loop.py": "n = 0\nwhile True:\n    n += 1\n",
    "flood.py": "x = 0\nfor i in range(3000):\n    print('line', i)\nx = 1\n",
    "calls.py": "def f(a):\n    b = [a]\n    return b\n\nc = f(1)\nd = 2\n",
    "many.py": "keep = []\nfor i in range(1000):\n    keep.append([i])\n"
               "done = True\n",
    "error.py": "x = [1]\nx[5]\n",
    "broken.py": "x = (1\n",
    "hostile.py": "a = '\\x1b]0;evil\\x07'\nprint(a)\nprint('\\u202eb')\n"
                  "c = 1\n",
}
for name, text in SCRIPTS.items():
    with open(os.path.join(FOLDER.name, name), "w") as file:
        file.write(text)


def script(name):
    return os.path.join(FOLDER.name, name)


def start(name="names.py", words="", **more):
    return Tmux("%s %s %s" % (HEAPSTEP, words, script(name)), **more)


def cli(name, *lines, status=0):
    """What a command file prints."""
    path = script("commands")
    with open(path, "w") as file:
        file.write("".join(line + "\n" for line in lines))
    done = subprocess.run([HEAPSTEP, "cli", "-x", path, script(name)],
                          text=True, capture_output=True,
                          stdin=subprocess.DEVNULL, env=clean_environment(),
                          timeout=120)
    assert done.returncode == status, done
    return done.stdout + done.stderr


# ---- panes ----

def test_the_opening_example_shows_sharing_and_the_change():
    with start() as t:
        t.wait("▶ +1 l1")
        t.keys("F10", "F10")
        screen = t.wait(r"l2 +=A")
        assert re.search(r"l1 +=A +#\d+ list +2 ", screen), screen
        t.keys("F10")
        screen = t.wait("«55»")
        assert len(re.findall("«55», 2, 3", screen)) >= 2, screen
        assert "l1 and l2" in screen, screen


def test_a_freed_object_leaves_a_tombstone_with_its_reason():
    with start() as t:
        t.wait("▶ +1 l1")
        t.keys("F10", "F10", "F10", "F10", "F10")
        screen = t.wait("▶ +6")
        assert re.search(r"x.*freed", screen), screen


def test_output_and_input():
    with start("input.py") as t:
        t.wait("▶ +1 name")
        t.keys("F5")
        t.wait("who\\?")
        t.wait("input>")
        t.line("Ann")
        t.wait("hello Ann")


def test_a_pipe_feeds_the_script():
    with Tmux("echo Piped | %s %s" % (HEAPSTEP, script("input.py"))) as t:
        t.wait("▶ +1 name")
        t.keys("F5")
        t.wait("hello Piped")


def test_control_c_pauses_an_endless_loop():
    with start("loop.py") as t:
        t.wait("▶ +1 n")
        t.keys("F5")
        t.wait("running")
        t.keys("C-c")
        t.wait("stopped")
        t.line("print n > 0")
        t.wait(":True")


def test_a_flood_ends_with_its_last_line():
    with start("flood.py") as t:
        t.wait("▶ +1 x")
        t.line("break 4")
        t.wait("● +4")
        t.keys("F5")
        t.wait("▶ +4")
        t.wait("line 2999")


def test_a_thousand_objects_are_paged():
    with start("many.py") as t:
        t.wait("▶ +1 keep")
        t.line("break 4")
        t.keys("F5")
        t.wait("▶ +4")
        t.keys("Tab", "P", "3", "3", "G")
        t.wait(r"by refs down")
        t.keys("t")
        t.wait("only type")


def test_stepping_into_a_call_shows_its_names_and_frames():
    with start("calls.py") as t:
        t.wait("▶ +1 def")
        t.keys("F10")
        t.wait("▶ +5")
        t.keys("F11")
        t.wait("Names in f")
        t.keys("Tab", "K")
        t.wait("Stack, 2 frames")
        t.keys("f")
        t.wait("Names in <module>|Stack, 1 frame")


def test_an_uncaught_exception_stops_with_everything_there():
    with start("error.py") as t:
        t.wait("▶ +1 x")
        t.keys("F5")
        t.wait("exception")
        t.wait("IndexError")
        t.wait("▶ +2")


def test_the_scripts_end_can_be_looked_at_and_run_again():
    with start() as t:
        t.wait("▶ +1 l1")
        t.keys("F5")
        t.wait("done")
        t.wait("end")
        t.line("run")
        t.wait("▶ +1 l1")


def engine_of(t):
    """The process id of the engine: a child of the session's."""
    pane = t.value("pane_pid")
    return descend(descend(descend(pane)[0])[0])[0]


def descend(pid):
    with open("/proc/%s/task/%s/children" % (pid, pid)) as file:
        return file.read().split()


def test_a_killed_engine_is_told_and_run_starts_again():
    with start() as t:
        t.wait("▶ +1 l1")
        t.line("break 5")
        t.wait("● +5")
        t.keys("F10")
        t.wait("▶ +2")
        os.kill(int(engine_of(t)), signal.SIGKILL)
        t.wait("engine died")
        assert "l2 = l1" in t.screen()
        t.line("run")
        t.wait("▶ +1 l1")
        t.keys("F5")
        t.wait("▶ +5")


def test_a_killed_session_is_told_and_run_starts_another():
    with start() as t:
        t.wait("▶ +1 l1")
        t.line("break 5 if True")
        t.wait("[●?] +5")
        session = descend(descend(t.value("pane_pid"))[0])[0]
        os.kill(int(session), signal.SIGKILL)
        t.wait("session lost")
        t.line("run")
        t.wait("▶ +1 l1")
        t.keys("F5")
        t.wait("▶ +5")


def test_hostile_strings_are_shown_as_escapes():
    with start("hostile.py") as t:
        t.wait("▶ +1 a")
        t.keys("F10", "F10", "F10")
        screen = t.wait("▶ +4")
        assert r"\x1b]0;evil\x07" in screen, screen
        assert r"\u202eb" in screen, screen


def test_tab_completes_commands_and_names():
    with start() as t:
        t.wait("▶ +1 l1")
        t.keys("F10")
        t.wait("▶ +2")
        t.type("bac")
        t.keys("Tab")
        t.wait("backtrace")
        t.keys("C-u")
        t.type("print l")
        t.keys("Tab")
        t.wait("l1")


def test_a_syntax_error_is_shown_as_python_shows_it():
    with start("broken.py") as t:
        t.wait("SyntaxError: '\\(' was never closed")
        t.wait(r"\[exit 1\]")


def test_both_sizes_are_used():
    for cols, rows in ((80, 24), (200, 60)):
        with start("many.py", cols=cols, rows=rows) as t:
            t.wait("▶ +1 keep")
            screen = t.wait("Heap")
            assert len(screen.splitlines()) == rows


# ---- lines ----

def test_a_command_file_is_a_session_on_paper():
    text = cli("names.py", "next", "next", "next", "print l1", "info locals",
               "quit")
    assert "(heapstep) print l1\n[55, 2, 3]\n" in text, text
    assert "(heapstep) quit\n" in text, text


def test_breakpoints_conditions_and_backtraces_in_lines():
    text = cli("calls.py", "break f", "continue", "backtrace", "finish",
               "next", "print c", "quit")
    assert re.search(r"\(heapstep\) backtrace\n.*f.*\n.*<module>", text), text
    assert "(heapstep) print c\n[1]\n" in text, text


def test_a_break_on_free_says_what_freed_it():
    text = cli("names.py", "break free list", "continue", "continue", "quit")
    assert "del l2" in text or "line 5" in text or "names.py:5" in text, text


def test_a_missing_script_is_an_error():
    done = subprocess.run([HEAPSTEP, "cli", "/not/there.py"], text=True,
                          capture_output=True, env=clean_environment(),
                          stdin=subprocess.DEVNULL, timeout=60)
    assert done.returncode == 1, done
    assert "/not/there.py" in done.stderr + done.stdout, done


if __name__ == "__main__":
    sys.exit(run_tests([f for n, f in list(globals().items())
                        if n.startswith("test_")]))
