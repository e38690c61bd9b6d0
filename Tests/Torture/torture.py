#!/usr/bin/env python3
"""Kills the program, fills its disk, damages its files, and holds what is left against what was promised:
at most the command under way is lost, what was damaged is named and set aside, nothing else is touched.

    torture.py TLSLAB [--kills N] [--seed N] [--only kills|full|folders|damage]

Exit status 0: every promise held. Run by `make torture`; see README.md beside this file.
"""
import argparse
import json
import os
import pty
import random
import re
import select
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time

PROMPT = re.compile(r"(^|\n)[A-Za-z0-9.\-]+( [a-z0-9.\-/?]+){0,2}> *$")
ESCAPES = re.compile(r"\x1b(\[[0-9;?]*[A-Za-z]|[=>])|\r")


class Broken(Exception):
    """A promise that did not hold."""


class Terminal:
    """The prompt in a pseudo-terminal."""

    def __init__(self, program, home, arguments=(), umask=0o022):
        environment = {
            "HOME": home, "XDG_STATE_HOME": home, "XDG_CONFIG_HOME": home, "PAGER": "cat",
            "TERM": "xterm", "EDITRC": "/dev/null", "PATH": "/usr/bin:/bin"}
        self.child, self.terminal = pty.fork()
        if self.child == 0:
            os.umask(umask)
            os.chdir(home)
            os.execve(program, [program, *arguments], environment)
        self.shown = ""
        self.status = None

    def read(self, seconds):
        ready, _, _ = select.select([self.terminal], [], [], seconds)
        if not ready:
            return False
        try:
            more = os.read(self.terminal, 1 << 16)
        except OSError:
            return False
        self.shown += ESCAPES.sub("", more.decode("utf-8", "replace"))
        return bool(more)

    def at_prompt(self, since=0):
        return PROMPT.search(self.shown[since:]) is not None

    def wait(self, since=0, seconds=60):
        """Whether a prompt came before the program ended."""
        end = time.monotonic() + seconds
        while not self.at_prompt(since):
            if not self.read(0.2):
                if self.poll() is not None and not self.read(0):
                    return False
                if time.monotonic() > end:
                    raise Broken(f"no prompt within {seconds} s:\n{self.shown[-500:]}")
        return True

    def press(self, text):
        try:
            os.write(self.terminal, text.encode())
        except OSError:
            pass

    def type(self, line):
        since = len(self.shown)
        self.press(line + "\r")
        # The echo of the line comes first; a prompt behind a newline says that it was carried out.
        end = time.monotonic() + 60
        while "\n" not in self.shown[since:] and time.monotonic() < end:
            if not self.read(0.2) and self.poll() is not None:
                break
        self.wait(since + self.shown[since:].find("\n"))
        return self.shown[since:]

    def poll(self):
        if self.status is None:
            done, status = os.waitpid(self.child, os.WNOHANG)
            if done:
                self.status = os.waitstatus_to_exitcode(status)
        return self.status

    def kill(self):
        if self.poll() is None:
            os.kill(self.child, signal.SIGKILL)
            self.status = os.waitstatus_to_exitcode(os.waitpid(self.child, 0)[1])
        os.close(self.terminal)

    def quit(self):
        self.press("quit\r")
        end = time.monotonic() + 60
        while self.poll() is None and time.monotonic() < end:
            self.read(0.1)
        if self.poll() is None:
            raise Broken("it does not end")
        while self.read(0):
            pass
        os.close(self.terminal)
        if self.status != 0:
            raise Broken(f"it ended with {self.status}:\n{self.shown[-500:]}")
        return self.shown


def run(program, home, script, umask=0o022):
    """A script, to its end: status and all that was said."""
    done = subprocess.run(
        [program, "run", "--keep-going", "-"], input=script.encode(), capture_output=True, cwd=home,
        env={"HOME": home, "XDG_STATE_HOME": home, "PATH": "/usr/bin:/bin"}, umask=umask, timeout=300)
    return done.returncode, (done.stdout + done.stderr).decode("utf-8", "replace")


def state(home, *name):
    return os.path.join(home, "tlslab", *name)


def sessions(program, home, file):
    """How many sessions a saved lab holds, each of them read to its last byte."""
    if not os.path.exists(file):
        return 0
    status, said = run(program, home, f"load {file}\nstate sessions\n")
    if "error:" in said:
        raise Broken(f"{file} can't be read: {said[-400:]}")
    return len(set(re.findall(r'^  "(S[0-9]+)" :', said, re.M)))


def names(folder):
    return [os.path.join(place, name) for place, _, files in os.walk(folder) for name in files]


def private(home):
    """Everything that may hold a secret is for its owner alone."""
    for file in names(state(home)):
        mode = stat.S_IMODE(os.lstat(file).st_mode)
        if mode & 0o077:
            raise Broken(f"{file} has the mode {mode:o}")


def whole(folder):
    """What was exported is there whole, or not at all."""
    for file in names(folder):
        with open(file, "rb") as opened:
            data = opened.read()
        if file.endswith(".json"):
            json.loads(data)
        elif file.endswith(".html") and not data.rstrip().endswith(b"</html>"):
            raise Broken(f"{file} is cut off")
        elif file.endswith(".pem") and not data.endswith(b"-----\n"):
            raise Broken(f"{file} is cut off")


def leftovers(folder):
    return [name for name in names(folder) if re.search(r"/\.tlslab-[^/]*\.tmp", name)]


# Kill -9 at random moments.

def next_line(dice, number):
    return dice.choice([
        "connect kx=rsa", "connect version=1.3", "walk", "step", "compromise server.key",
        "send client hello", "undo", "set net.rtt %d" % dice.randint(1, 99), "alias w%d \"list\"" % number,
        "lesson start tutorial", "lesson resume tutorial", "skip", "turn", "lesson quit",
        "export json out/j%d.json" % number, "export all out/a%d" % number, "save s%d" % number,
        "export pcapng out/p%d.pcapng" % number, "export key out/k%d.pem" % number, "vault"])


class Kills:
    def __init__(self, program, home, dice):
        self.program, self.home, self.dice = program, home, dice
        self.number = 0
        self.acknowledged = []

    def round(self):
        """One life, or two side by side, and its end."""
        windows = [Terminal(self.program, self.home) for _ in range(self.dice.choice([1, 1, 1, 2]))]
        try:
            # Many die while they start.
            if self.dice.random() < 0.15:
                time.sleep(self.dice.random() * 0.3)
                return
            for window in windows:
                window.wait()
            for _ in range(self.dice.randint(0, 6)):
                self.number += 1
                line = next_line(self.dice, self.number)
                said = windows[self.dice.randrange(len(windows))].type(line)
                # Two windows in one lesson: the one that comes second with a change says that it parts.
                parts = len(windows) > 1 and "another tlslab has written to it" in said
                if "not kept" in said and not parts:
                    raise Broken(f"{line}: {said[-300:]}")
                self.acknowledged.append(line)
            line = next_line(self.dice, self.number + 1)
            self.number += 1
            windows[0].press(line + "\r")
            time.sleep(self.dice.random() ** 3 * 0.4)
        finally:
            for window in windows:
                window.kill()

    def check(self):
        """The program starts again, knows what it had said that it had done, and clears up."""
        typed = open(state(self.home, "history"), "rb").read().decode() if self.acknowledged else ""
        for line in self.acknowledged[-8:]:
            if line not in typed:
                raise Broken(f"'{line}' is not in the history")
        for name in os.listdir(state(self.home)):
            if "damaged" in name:
                raise Broken(f"{name} was set aside")
        window = Terminal(self.program, self.home)
        window.wait()
        before = window.shown
        for word in ["warning", "damaged", "can't"]:
            if word in before:
                raise Broken(before[-500:])
        window.type("expect cursor.session exists; lesson quit; connect kx=rsa")
        window.type("export key out/last.pem --replace")
        window.quit()
        if leftovers(state(self.home)) or leftovers(os.path.join(self.home, "out")):
            raise Broken(f"left: {leftovers(self.home)}")
        whole(os.path.join(self.home, "out"))
        private(self.home)


def kills(program, dice, count):
    kept = 0
    with tempfile.TemporaryDirectory() as home:
        os.mkdir(os.path.join(home, "out"))
        life = Kills(program, home, dice)
        for number in range(1, count + 1):
            life.round()
            if number % 5 == 0 or number == count:
                life.check()
            if number % 25 == 0:
                kept += sessions(program, home, state(home, "autosave.tlslab-save"))
                # A lab of thousands of sessions would only cost time.
                for name in os.listdir(home):
                    if name != "out" and name != "tlslab":
                        os.unlink(os.path.join(home, name))
                shutil.rmtree(state(home))
                shutil.rmtree(os.path.join(home, "out"))
                os.mkdir(os.path.join(home, "out"))
                life.acknowledged = []
    print(f"kills: {count} killed, {life.number} commands, {kept} sessions read back whole")


def acknowledged(program, dice, count):
    """Every session that the prompt has shown is in the saved lab."""
    seen = 0
    with tempfile.TemporaryDirectory() as home:
        for _ in range(count):
            window = Terminal(program, home)
            window.wait()
            for _ in range(dice.randint(1, 3)):
                window.type("connect kx=rsa")
                seen += 1
            window.press("connect kx=rsa\r")
            time.sleep(dice.random() * 0.1)
            window.kill()
            found = sessions(program, home, state(home, "autosave.tlslab-save"))
            if not seen <= found <= seen + 1:
                raise Broken(f"{seen} sessions were shown, {found} are there")
            seen = found
            if seen > 40:
                shutil.rmtree(state(home))
                seen = 0
    print(f"acknowledged: {count} killed while they connect, none of the sessions shown is missing")


# A full disk.

class SmallDisk:
    """A file system of its own, of which a file takes all but some bytes."""

    def __init__(self, size=4 << 20):
        self.place = tempfile.mkdtemp()
        self.size = size

    def __enter__(self):
        subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={self.size}", "tmpfs", self.place], check=True)
        return self

    def __exit__(self, *_):
        subprocess.run(["umount", "-l", self.place], check=True)
        os.rmdir(self.place)

    def leave(self, free):
        status = os.statvfs(self.place)
        fill = max(0, status.f_bavail * status.f_frsize - free)
        with open(os.path.join(self.place, "fill"), "ab") as file:
            try:
                file.write(b"\0" * fill)
            except OSError:
                pass

    def make_room(self):
        os.unlink(os.path.join(self.place, "fill"))


def full(program, dice, step=8 << 10):
    lost = reported = 0
    sizes = range(0, 640 << 10, step)
    for free in sizes:
        with SmallDisk() as disk:
            home = disk.place
            disk.leave(free)
            window = Terminal(program, home)
            window.wait()
            said = "".join(window.type(line) for line in [
                "connect kx=rsa", "export all out", "save saved", "lesson start tutorial", "lesson quit",
                "connect version=1.3"])
            is_full = "No space left" in said or "no space is left" in said
            reported += is_full
            disk.make_room()
            # What could not be kept goes to disk with the next change.
            after = window.type("connect kx=rsa")
            if "not kept" in after:
                raise Broken(f"{free} bytes free: {after[-300:]}")
            disk.leave(0)
            again = window.type("connect kx=rsa; connect kx=rsa; connect kx=rsa; connect version=1.3")
            again += window.type("export json again.json; set net.rtt 5")
            if "not kept" not in again and "space" not in again:
                lost += 1
            disk.make_room()
            window.quit()
            found = sessions(program, home, state(home, "autosave.tlslab-save"))
            if found != 7:
                raise Broken(f"{free} bytes free at first: 7 sessions were made, {found} are there")
            if leftovers(home):
                raise Broken(f"left: {leftovers(home)}")
            for folder in ["out"]:
                whole(os.path.join(home, folder))
    if lost:
        raise Broken(f"{lost} times a disk that was full again was not told")
    print(f"full: {len(sizes)} sizes, {reported} told of, all sessions there once there was room")


# Folders and rights.

def folders(program, _dice):
    tried = 0
    for mode, umask in [(0o500, 0o022), (0o000, 0o022), (None, 0o000), (None, 0o777), ("link", 0o022),
                        ("dangling", 0o022), ("file", 0o022), ("loop", 0o022), ("folder", 0o022)]:
        with tempfile.TemporaryDirectory() as home:
            file = state(home, "autosave.tlslab-save")
            if mode == "file":
                open(state(home), "w").close()
            elif mode == "loop":
                os.symlink(state(home), state(home))
            else:
                os.mkdir(state(home), 0o700)
            if mode == "link":
                run(program, home, "connect\nsave real\n")
                os.symlink(os.path.join(home, "real"), file)
            elif mode == "dangling":
                os.symlink(os.path.join(home, "nothing/yet"), file)
            elif mode == "folder":
                os.mkdir(file)
            elif isinstance(mode, int):
                os.chmod(state(home), mode)
            window = Terminal(program, home, umask=umask)
            window.wait()
            said = window.type("connect kx=rsa") + window.type("alias x \"list\"")
            if mode in ("dangling", "file", "loop") and "not kept" not in said:
                raise Broken(f"{mode}: {window.shown[-500:]}")
            if mode == "folder" and "set aside" not in window.shown:
                raise Broken(f"{mode}: {window.shown[-500:]}")
            window.quit()
            if umask == 0o000:
                private(home)
            if mode == "link" and sessions(program, home, os.path.join(home, "real")) != 2:
                raise Broken("what the link leads to was not gone on with")
            if isinstance(mode, int):
                os.chmod(state(home), 0o700)
            tried += 1
    print(f"folders: {tried} states, each with a prompt")


# Damage.

def damaged(program, home, file, place, dice):
    """One byte is another one: the program starts, and what it can't read is named and kept."""
    with open(file, "r+b") as opened:
        opened.seek(place)
        byte = opened.read(1)[0]
        opened.seek(place)
        opened.write(bytes([byte ^ dice.randint(1, 255)]))
    with open(file, "rb") as opened:
        data = opened.read()
    window = Terminal(program, home)
    window.wait()
    window.type("state sessions.S1.outcome; state sessions.S2.outcome; progress")
    window.type("list S1; list S2")
    shown = window.quit()
    aside = [name for name in os.listdir(state(home)) if "damaged" in name or "newer" in name]
    for name in aside:
        if name not in shown.replace("\n", "").replace(" ", ""):
            raise Broken(f"byte {place}: {name} is not named:\n{shown[-600:]}")
        if open(state(home, name), "rb").read() != data:
            raise Broken(f"byte {place}: {name} is not what it was")
    return bool(aside) or "can't be read" in shown


def damage(program, dice, step=1000):
    with tempfile.TemporaryDirectory() as home:
        window = Terminal(program, home)
        window.wait()
        for line in ["connect kx=rsa", "connect version=1.3", "alias x \"list\"", "compromise server.key",
                     "lesson start tutorial", "lesson quit"]:
            window.type(line)
        window.quit()
        sound = home + "-sound"
        shutil.copytree(home, sound)
        try:
            for name in ["autosave.tlslab-save", "progress.json", "aliases", "history"]:
                size = os.path.getsize(state(sound, name))
                places = sorted({*range(0, size, step), *range(0, min(size, 120), 9)})
                seen = 0
                for place in places:
                    shutil.rmtree(home)
                    shutil.copytree(sound, home)
                    seen += damaged(program, home, state(home, name), place, dice)
                print(f"damage: {name}: {len(places)} bytes, {seen} seen and named")
        finally:
            shutil.rmtree(sound)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 32))
    parser.add_argument("--only")
    chosen = parser.parse_args()
    program = os.path.abspath(chosen.program)
    dice = random.Random(chosen.seed)
    parts = {
        "folders": lambda: folders(program, dice),
        "damage": lambda: damage(program, dice),
        "full": lambda: full(program, dice),
        "acknowledged": lambda: acknowledged(program, dice, max(1, chosen.kills // 5)),
        "kills": lambda: kills(program, dice, chosen.kills)}
    print(f"seed {chosen.seed}", flush=True)
    failed = 0
    for name, part in parts.items():
        if chosen.only not in (None, name):
            continue
        if name == "full" and os.geteuid() != 0:
            print("full: left out, only root may mount a small disk")
            continue
        try:
            part()
        except Broken as broken:
            failed += 1
            print(f"{name}: BROKEN: {broken}")
        sys.stdout.flush()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
