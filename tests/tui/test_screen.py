"""The screen as a person sees it, with a double in place of the session."""
import os
import re
import signal
import subprocess
import sys
import tempfile

from terminal import Missing, Tmux, Wire, clean_environment, run_tests

HERE = os.path.dirname(os.path.abspath(__file__))
HEAPSTEP = os.path.abspath(os.environ.get("HEAPSTEP", "./heapstep"))
FAKE = os.environ.get("PYTHON311", "/usr/bin/python3.11") + " " + \
    os.path.join(HERE, "fake_session.py")
FOLDER = tempfile.TemporaryDirectory(prefix="heapstep-scripts-")

SCRIPTS = {
    "names.py": "l1 = [1, 2, 3]\nl2 = l1\nl2[0] = 55\nl1 = 'new'\n"
                "del l2\nprint('done')\nx = 1\n",
    "input.py": "name = input('who? ')\nprint('hello', name)\nx = 1\n",
    "loop.py": "n = 0\nprint('going')\nwhile True:\n    n += 1\n",
    "flood.py": "x = 0\nfor i in range(3000):\n    print('line', i)\nx = 1\n",
    "calls.py": "def f(a):\n    b = a + 1\n    return b\n\nc = f(1)\nd = 2\n",
    "long.py": "".join("v%d = %d\n" % (n, n) for n in range(300)),
    "hostile.py": "a = 1\nprint('\\x1b]0;evil\\x07\\x1b[31mred\\x9b31m')\n"
                  "print('\\u202eevil\\u200b\\ufeff e\\u0301\\u0301\\u0301')\n"
                  "print('\\ud800' if 0 else '\\udb40\\udc41' if 0 else 'x')\n"
                  "print('a\\rb\\x08c\\x7f')\nb = '漢字' * 20\nc = 1\n",
}
for name, text in SCRIPTS.items():
    with open(os.path.join(FOLDER.name, name), "w") as file:
        file.write(text)


def script(name):
    return os.path.join(FOLDER.name, name)


def start(name="names.py", words="", **more):
    more.setdefault("HEAPSTEP_SSH", FAKE)
    return Tmux("%s --on fake %s %s" % (HEAPSTEP, words, script(name)),
                **more)


# ---- what is seen ----

def test_every_pane_is_there_at_80_by_24():
    with start() as t:
        t.wait("Source names.py")
        screen = t.wait("stopped")
        for word in ("Source names.py", "Names in", "Heap", "Output",
                     "l1 = ", "(heapstep)", "F1 keys"):
            assert word in screen, word
        assert len(screen.splitlines()) == 24


def test_every_pane_is_there_at_200_by_60():
    with start(cols=200, rows=60) as t:
        t.wait("stopped")
        t.keys("F10", "F10", "F10")
        screen = t.wait("held by")
        assert "same object" in screen


def test_a_step_moves_the_current_line():
    with start() as t:
        t.wait("▶ +1 l1")
        t.keys("F10")
        t.wait("▶ +2 l2")
        t.line("next")
        t.wait("▶ +3 l2")


def test_two_names_of_one_object_carry_one_letter():
    with start() as t:
        t.wait("stopped")
        t.keys("F10", "F10")
        screen = t.wait(r"l2 +=A")
        assert re.search(r"l1 +=A", screen)


def test_what_changed_is_between_marks():
    with start() as t:
        t.wait("stopped")
        t.keys("F10", "F10", "F10")
        screen = t.wait("«55»")
        assert re.search(r"\*l1", screen) and re.search(r"\*l2", screen)


def test_a_new_a_rebound_and_a_freed_name_have_signs():
    with start() as t:
        t.wait("stopped")
        t.keys("F10")
        t.wait(r"\+l1")
        t.keys("F10", "F10", "F10")
        t.wait(">l1")
        t.keys("F10")
        t.wait("xl2 .*freed")


def test_without_utf8_everything_is_ascii():
    with start(LC_ALL="C") as t:
        t.wait("stopped")
        t.keys("F10", "F10", "F10")
        screen = t.wait(">55<")
        assert screen.isascii()


def test_no_color_means_no_colour():
    with start(NO_COLOR="1") as t:
        t.wait("stopped")
        t.keys("F10")
        t.wait(r"\+l1")
        codes = re.findall(r"\x1b\[([0-9;]*)m", t.screen(colours=True))
        used = {int(c or 0) for code in codes for c in code.split(";")}
        assert not any(30 <= c <= 49 for c in used - {39, 49}), used


def test_with_colours_there_are_colours():
    with start() as t:
        t.wait("stopped")
        t.keys("F10")
        t.wait(r"\+l1")
        assert re.search(r"\x1b\[[0-9;]*3[0-7]m", t.screen(colours=True))


# ---- keys and commands ----

def test_keys_work_in_panes_and_words_at_the_prompt():
    with start() as t:
        t.wait("stopped")
        t.keys("Escape")
        t.wait("n next s step")
        t.keys("n")
        t.wait("▶ +2")
        t.type(":")
        t.wait("F10 next")
        t.line("n")
        t.wait("▶ +3")


def test_f1_shows_the_keys_and_q_closes_them():
    with start() as t:
        t.wait("stopped")
        t.keys("F1")
        t.wait("Keys .q closes")
        t.keys("q")
        t.wait("Keys .q closes", gone=True)
        t.wait("Names in")


def test_tab_completes_a_word():
    with start() as t:
        t.wait("stopped")
        t.type("pri")
        t.keys("Tab")
        t.wait(r"\(heapstep\) print")
        t.type("l1x")
        t.keys("C-u")
        t.type("st")
        t.keys("Tab")
        t.wait("step  stone")


def test_tab_on_an_empty_line_goes_to_the_panes():
    with start() as t:
        t.wait("stopped")
        t.keys("Tab")
        t.wait("Esc prompt")


def test_typed_ahead_steps_all_run():
    with start("long.py") as t:
        t.wait("stopped")
        t.keys(*["F10"] * 20)
        t.wait("▶ +21 ")


def test_an_unknown_command_says_so():
    with start() as t:
        t.wait("stopped")
        t.line("frobnicate")
        t.wait("no command 'frobnicate'")


def test_a_long_answer_can_be_scrolled():
    with start() as t:
        t.wait("stopped")
        t.line("help")
        t.wait("help line 3$|help line 3 ")
        t.keys("End")
        t.wait("help line 39")


def test_history_is_kept_between_sessions():
    with tempfile.TemporaryDirectory() as state:
        for _ in range(2):
            with start(XDG_STATE_HOME=state) as t:
                t.wait("stopped")
                if _ == 0:
                    t.line("print l1_was_here")
                    t.wait("NameError")
                else:
                    t.keys("Up", "Up")
                    t.wait(r"\(heapstep\) print l1_was_here")
                    t.keys("C-u")
                t.line("quit")
                t.wait(r"\[exit 0\]")


def test_control_r_searches_the_history():
    with start() as t:
        t.wait("stopped")
        t.line("print 111")
        t.wait(":111")
        t.line("print 222")
        t.wait(":222")
        t.keys("C-r")
        t.type("11")
        t.wait(r"\(heapstep\) print 111")


def test_a_pasted_block_goes_to_the_prompt():
    with start() as t:
        t.wait("stopped")
        t.keys("Tab")
        t.wait("Esc prompt")
        t.tmux("set-buffer", "print 40+2")
        t.tmux("paste-buffer", "-p")
        t.wait(r"\(heapstep\) print 40\+2")


def test_f9_sets_a_breakpoint_and_continue_stops_there():
    with start() as t:
        t.wait("stopped")
        t.keys("Tab")
        t.keys("j", "j", "j", "j", "b")
        t.wait("● +5")
        t.keys("F5")
        t.wait("▶ +5")
        t.keys("B")
        t.wait("Breakpoints")
        t.wait("names.py:5")


def test_the_stack_pane_shows_calls():
    with start("calls.py") as t:
        t.wait("stopped")
        t.line("step")
        t.line("step")
        t.wait("▶ +2 ")
        t.keys("Tab", "K")
        t.wait("Stack, 2 frames")
        t.wait("<module>  calls.py:5")


def test_the_heap_is_sorted_and_filtered():
    with start("long.py") as t:
        t.wait("stopped")
        t.keys(*["F10"] * 12)
        t.wait("▶ +13 ")
        t.keys("Tab", "P", "2", "2")
        t.wait("by type down")
        t.type("/")
        t.wait("filter>")
        t.line("input")
        t.wait("only input")


def test_the_wheel_scrolls_the_source():
    for terminal, report in (("xterm-256color", "\x1b[<65;10;5M"),
                             ("screen-256color", "\x1b[Ma*%")):
        with start("long.py", PANE_TERM=terminal) as t:
            t.wait("▶ +1 ")
            for _ in range(8):
                t.type(report)
            t.wait(r" 20 v19")


def test_scrolling_far_fetches_the_rest_of_the_source():
    with start("long.py") as t:
        t.wait("stopped")
        t.keys("Tab", "G")
        t.wait("300 v299 = 299")
        t.type("/")
        t.line("v150")
        t.wait("151 v150 = 150")


def test_one_pane_can_have_the_screen():
    with start() as t:
        t.wait("stopped")
        t.keys("Tab", "=")
        t.wait("Names in", gone=True)
        t.keys("=")
        t.wait("Names in")


# ---- running ----

def test_output_and_input_meet_in_one_pane():
    with start("input.py") as t:
        t.wait("stopped")
        t.keys("F5")
        t.wait("who\\?")
        t.wait("input>")
        t.line("Ann")
        t.wait("who\\? Ann")
        t.wait("hello Ann")


def test_commands_work_while_the_script_waits_for_input():
    with start("input.py") as t:
        t.wait("stopped")
        t.keys("F5")
        t.wait("input>")
        t.keys("C-x")
        t.wait(r"\(heapstep\)")
        t.line("print 6*7")
        t.wait("42")
        t.wait("input>")


def test_control_c_pauses_and_never_quits():
    with start("loop.py") as t:
        t.wait("stopped")
        t.keys("C-c")
        t.wait("nothing runs")
        t.line("continue")
        t.wait("running")
        t.keys("C-c")
        t.wait("stopped")


def test_a_flood_of_output_ends_with_its_last_line():
    with start("flood.py") as t:
        t.wait("stopped")
        t.keys("F5")
        t.wait("line 2999")
        t.wait("ended")


def test_the_output_screen_shows_the_script_alone():
    with start() as t:
        t.wait("stopped")
        t.line("print 77*2")
        t.wait(":154")
        t.keys("F5")
        t.wait("done")
        t.keys("Tab", "o")
        screen = t.wait("Output of the script")
        assert "154" not in screen.replace("» 154", ""), screen


# ---- size ----

def test_every_size_is_survived():
    with start() as t:
        t.wait("stopped")
        for cols, rows in ((1, 1), (20, 5), (200, 60), (2, 50), (50, 2),
                           (60, 12), (13, 13), (300, 100), (80, 24)):
            t.resize(cols, rows)
            if cols >= 20 and rows >= 5:
                t.wait("stopped")
            else:
                t.keys("F10")
        t.wait("Names in")


def test_a_storm_of_sizes_is_survived():
    import random
    sizes = random.Random(5)
    with start() as t:
        t.wait("stopped")
        for _ in range(60):
            t.resize(sizes.randint(1, 150), sizes.randint(1, 60))
        t.resize(80, 24)
        screen = t.wait("Names in")
        assert len(screen.splitlines()) == 24


# ---- leaving ----

def test_quit_gives_the_terminal_back():
    with start() as t:
        t.wait("stopped")
        assert t.value("alternate_on") == "1"
        t.line("quit")
        t.wait(r"\[exit 0\]")
        assert t.value("alternate_on") == "0"


def test_q_asks_first():
    with start() as t:
        t.wait("stopped")
        t.keys("Escape")
        t.wait("Esc prompt")
        t.keys("q")
        t.wait("y or n")
        t.keys("n")
        t.wait("not quit")
        t.keys("q", "y")
        t.wait(r"\[exit 0\]")


def ended_by(number):
    pid_file = os.path.join(FOLDER.name, "pid")
    with Tmux("echo $$ > %s; exec env HEAPSTEP_SSH='%s' %s --on fake %s"
              % (pid_file, FAKE, HEAPSTEP, script("names.py"))) as t:
        t.wait("stopped")
        # The pane itself is heapstep; tmux shows what is left of it.
        t.tmux("set", "remain-on-exit", "on")
        with open(pid_file) as file:
            os.kill(int(file.read()), number)
        t.wait_value("pane_dead", "1")
        assert t.value("alternate_on") == "0"


def test_sigterm_gives_the_terminal_back():
    ended_by(signal.SIGTERM)


def test_sighup_gives_the_terminal_back():
    ended_by(signal.SIGHUP)


def test_abort_gives_the_terminal_back():
    ended_by(signal.SIGABRT)


def test_control_z_suspends_and_fg_comes_back():
    with Tmux("exec bash --norc --noprofile", HEAPSTEP_SSH=FAKE) as t:
        t.wait("[$#]$")
        t.line("%s --on fake %s" % (HEAPSTEP, script("names.py")))
        t.wait("stopped")
        t.keys("C-z")
        t.wait("Stopped")
        assert t.value("alternate_on") == "0"
        t.line("fg")
        t.wait("▶ +1 l1")
        t.keys("F10")
        t.wait("▶ +2")


def ends_without_its_terminal(wanted, words, before=b"", **more):
    with Wire([HEAPSTEP, *words], HEAPSTEP_SSH=FAKE, **more) as w:
        w.wait(wanted)
        if before:
            w.send(before)
            w.read_until_quiet()
        w.hang_up()
        w.wait_end()


def test_the_panes_end_with_their_terminal():
    words = ["--on", "fake", script("names.py")]
    ends_without_its_terminal(b"stopped", words)
    ends_without_its_terminal(b"stopped", words, DEAF="1")


def test_the_line_mode_ends_with_its_terminal():
    words = ["--on", "fake", "cli", script("names.py")]
    ends_without_its_terminal(b"(heapstep)", words)
    ends_without_its_terminal(b"(heapstep)", words, DEAF="1")
    ends_without_its_terminal(b"(heapstep)", words, b"typ\x03ed", DEAF="1")


def test_both_end_with_their_terminal_while_the_script_runs():
    for words in (["--on", "fake", "cli", script("loop.py")],
                  ["--on", "fake", script("loop.py")]):
        ends_without_its_terminal(b"(heapstep)", words, b"continue\r",
                                  DEAF="1")


# ---- deaths ----

def test_a_dead_engine_is_told_in_words():
    with start() as t:
        t.wait("stopped")
        t.line("die")
        screen = t.wait("engine died; run")
        assert "the engine was killed: signal 9" in screen
        assert "l1 = [1, 2, 3]" in screen


def test_a_lost_session_can_be_started_again():
    with start() as t:
        t.wait("stopped")
        t.line("break 5")
        t.wait("● +5")
        t.line("crash")
        t.wait("session lost")
        t.line("print 1")
        t.wait("run starts a new one")
        t.line("run")
        t.wait(r"stopped \(entry\)")
        t.wait("● +5")
        t.keys("F5")
        t.wait("▶ +5")


def test_a_missing_script_is_told_before_any_pane():
    with start("not_there.py") as t:
        t.wait("cannot open")
        t.wait(r"\[exit 1\]")


# ---- terminals ----

def test_a_dumb_terminal_gets_the_line_mode():
    with start(PANE_TERM="dumb") as t:
        t.wait("TERM is dumb")
        t.wait(r"\(heapstep\)")
        t.line("next")
        t.wait("step: line 2")


def test_an_unknown_terminal_is_named():
    with start(PANE_TERM="nonesuch-9") as t:
        t.wait("'nonesuch-9' is not known")
        t.wait("TERM=xterm-256color")
        t.wait(r"\(heapstep\)")


def test_without_a_terminal_commands_come_from_a_pipe():
    done = subprocess.run(
        ["setsid", "-w", HEAPSTEP, "--on", "fake", script("names.py")],
        input="next\nprint 6*7\n", text=True, capture_output=True,
        env=clean_environment(HEAPSTEP_SSH=FAKE), timeout=60)
    assert "no terminal: use ssh -t, or heapstep cli" in done.stderr
    assert "(heapstep) next\nstep: line 2\n" in done.stdout, done
    assert "(heapstep) print 6*7\n42\n" in done.stdout, done
    assert "\x1b" not in done.stdout + done.stderr


def test_a_pipe_feeds_the_script_while_keys_come_from_the_terminal():
    with Tmux("echo Piped | %s --on fake %s" % (HEAPSTEP, script("input.py")),
              HEAPSTEP_SSH=FAKE) as t:
        t.wait("stopped")
        t.keys("F5")
        t.wait("hello Piped")


# ---- the line mode ----

def test_a_command_file_prints_what_a_person_would_have_seen():
    commands = os.path.join(FOLDER.name, "commands")
    with open(commands, "w") as file:
        file.write("next\nprint l1\nnonsense\nquit\n")
    done = subprocess.run(
        [HEAPSTEP, "--on", "fake", "cli", "-x", commands,
         script("names.py")], text=True, capture_output=True,
        stdin=subprocess.DEVNULL, env=clean_environment(HEAPSTEP_SSH=FAKE),
        timeout=60)
    assert done.returncode == 0, done
    assert done.stdout == (
        "entry: line 1\n(heapstep) next\nstep: line 2\n"
        "(heapstep) print l1\n[1, 2, 3]\n(heapstep) nonsense\n"
        "no command 'nonsense'\n(heapstep) quit\n"), done.stdout


def test_the_line_mode_asks_the_person_for_input():
    with start("input.py", words="cli") as t:
        t.wait(r"\(heapstep\)")
        t.line("next")
        t.wait("who\\?")
        t.line("Eve")
        t.wait("step: line 2")
        t.line("next")
        t.wait("hello Eve")


def test_the_line_mode_is_interrupted_and_goes_on():
    with start("loop.py", words="cli") as t:
        t.wait(r"\(heapstep\)")
        t.type("typed")
        t.keys("C-c")
        t.wait(r"\^C")
        t.line("continue")
        # A terminal forgets what was typed before Ctrl-C: Enter, perhaps.
        t.wait("^going")
        t.keys("C-c")
        t.wait("step: line")
        t.line("print 1+1")
        t.wait("^2")


# ---- what goes over the line ----

SEQUENCES = re.compile(
    rb"\x1b\[[?>]?[0-9;]*[A-Za-z@`]|\x1b[()*+][0AB]|\x1b[=>78MDEc]|"
    rb"\x1b\[!p|\x1b\[\?[0-9;]*[hl]")


def wire(name="names.py", **more):
    return Wire([HEAPSTEP, "--on", "fake", script(name)], HEAPSTEP_SSH=FAKE,
                **more)


def test_few_bytes_a_key_and_none_without_a_change():
    for terminal in ("xterm-256color", "screen-256color", "tmux-256color",
                     "linux", "vt100"):
        with wire("long.py", TERM=terminal) as w:
            w.wait(b"stopped")
            w.read_until_quiet()
            assert w.read_until_quiet(1.0) == b"", terminal
            w.send(b"\t")
            w.read_until_quiet()
            w.send(b"j")
            moved = w.read_until_quiet()
            assert 0 < len(moved) <= 400, (terminal, len(moved), moved)
            w.send(b"n")
            stepped = w.read_until_quiet()
            assert 0 < len(stepped) <= 4096, (terminal, len(stepped))


def test_a_burst_of_keys_is_drawn_once():
    with wire("long.py", TERM="xterm-256color") as w:
        w.wait(b"stopped")
        w.send(b"\t")
        w.read_until_quiet()
        w.send(b"j")
        one = len(w.read_until_quiet())
        w.send(b"jk" * 100 + b"j")
        many = len(w.read_until_quiet())
        assert many <= 3 * one + 100, (one, many)


def test_a_stop_costs_no_more_than_a_screen():
    with wire("flood.py", cols=120, rows=40) as w:
        w.wait(b"stopped")
        w.send(b"break 4\rcontinue\r")
        w.read_until_quiet(1.5)
        w.send(b"next\r")
        stop = w.read_until_quiet()
        assert len(stop) <= 120 * 40, len(stop)


def test_hostile_text_never_reaches_the_terminal():
    with wire("hostile.py", FAKE_HOSTILE="1") as w:
        w.wait(b"stopped")
        for key in (b"next\r", b"next\r", b"next\r", b"next\r", b"next\r",
                    b"print 'x\x1b]0;y\x07'\r", b"\tV\rKBPo", b"=", b"q"):
            w.send(key)
            w.read_until_quiet()
        rest = SEQUENCES.sub(b"", w.bytes)
        strange = {byte for byte in rest if byte < 32 or byte == 127}
        assert strange <= set(b"\r\n\b\t\x0e\x0f"), strange
        text = rest.decode("utf-8")
        for c in "\u202e\u200b\ufeff\x9b\u2028\U000e0041\ud800"[:-1]:
            assert c not in text, hex(ord(c))
        assert "e\u0301\u0301\u0301" not in text


if __name__ == "__main__":
    sys.exit(run_tests([f for n, f in list(globals().items())
                        if n.startswith("test_")]))
