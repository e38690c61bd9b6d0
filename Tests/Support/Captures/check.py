#!/usr/bin/env python3
"""Holds 'tlslab decrypt' against folders of captures with keys.

Each folder has an expected.json: for each capture the options that open it, and for each TCP stream the
length and SHA-256 of each direction's plaintext, as another program decrypts it.

    check.py TLSLAB FOLDER [FOLDER ...]

Prints a table; ends with 1 where something differs.
"""
import hashlib
import json
import pathlib
import subprocess
import sys
import tempfile


def call(program, folder, name, options, out):
    capture = folder / name.split("#")[0]
    words = [program, "decrypt", str(capture), "--out", out, "--json"]
    for key in ("rsa_key", "key"):
        if key in options:
            words += ["--key", str(folder / options[key])]
    if "keylog" in options:
        words += ["--keylog", str(folder / options["keylog"])]
    if "psk" in options:
        words += ["--psk", options["psk"]]
    if "password" in options:
        file = pathlib.Path(out) / "passphrase"
        file.write_text(options["password"] + "\n")
        words += ["--passphrase-file", str(file)]
    run = subprocess.run(words, capture_output=True, text=True, timeout=120)
    if not run.stdout:
        sys.exit(f"{name}: {run.stderr}")
    return json.loads(run.stdout)["sessions"]


def plaintext(session, side):
    file = session["sent_by_" + side].get("file")
    return pathlib.Path(file).read_bytes() if file else b""


def check(program, folder):
    expected = json.loads((folder / "expected.json").read_text())
    good = bad = unknown = longer = 0
    for name, entry in sorted(expected.items()):
        with tempfile.TemporaryDirectory() as out:
            sessions = call(program, folder, name, entry["opts"], out)
            by_stream = {str(session["stream"]): session for session in sessions}
            for stream, wanted in entry["streams"].items():
                session = by_stream.get(stream)
                words = []
                for side in ("client", "server"):
                    if side not in wanted:
                        if session and plaintext(session, side):
                            words.append(f"{side} {len(plaintext(session, side))} beyond what is expected")
                            unknown += 1
                        continue
                    found = plaintext(session, side) if session else b""
                    same = (
                        len(found) == wanted[side]["len"]
                        and hashlib.sha256(found).hexdigest() == wanted[side]["sha256"]
                    )
                    # tshark gives up where packets came out of order, unless it is told to reassemble them
                    # (-o tcp.reassemble_out_of_order:TRUE): what it has must be the same.
                    start = hashlib.sha256(found[: wanted[side]["len"]]).hexdigest()
                    more = not same and start == wanted[side]["sha256"]
                    good, bad = (good + 1, bad) if same or more else (good, bad + 1)
                    longer += more
                    words.append(
                        f"{side} {len(found)} "
                        + ("same" if same else "same and more" if more else "DIFFERS")
                        + ("" if same else f" than {wanted[side]['len']}")
                    )
                result = session["result"] if session else "MISSING"
                reason = (session or {}).get("sentence") or ""
                print(f"{name:68.68} {stream:>3}  {result:11} {'; '.join(words)}  {reason}")
    print(
        f"{folder}: {good} directions the same ({longer} of them longer), {bad} differ, "
        f"{unknown} that nobody expected"
    )
    return bad


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    bad = sum(check(sys.argv[1], pathlib.Path(folder)) for folder in sys.argv[2:])
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
