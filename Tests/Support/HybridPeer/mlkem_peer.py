"""ML-KEM of the OpenSSL inside PyPI's cryptography.

Standard input brings one JSON object a line. When it has ended, each is answered with one on
standard output. Bytes are hexadecimal digits:

    {"parameters": "ML-KEM-768", "seed": "<d, z>", "ciphertext": "<to be opened>",
     "encapsulationKey": "<to encapsulate to>"}

    {"encapsulationKey": "<of the seed>", "opened": "<what was in the ciphertext>",
     "secret": "<fresh>", "ciphertext": "<of the fresh secret>"}

For a key that can't be encapsulated to, secret and ciphertext are null.
"""

import json
import sys

from cryptography.hazmat.primitives.asymmetric import mlkem

CLASSES = {
    "ML-KEM-768": (mlkem.MLKEM768PrivateKey, mlkem.MLKEM768PublicKey),
    "ML-KEM-1024": (mlkem.MLKEM1024PrivateKey, mlkem.MLKEM1024PublicKey),
}


def answer(question):
    private, public = CLASSES[question["parameters"]]
    key = private.from_seed_bytes(bytes.fromhex(question["seed"]))
    try:
        other = public.from_public_bytes(bytes.fromhex(question["encapsulationKey"]))
        secret, ciphertext = [part.hex() for part in other.encapsulate()]
    except ValueError:
        secret, ciphertext = None, None
    return {
        "encapsulationKey": key.public_key().public_bytes_raw().hex(),
        "opened": key.decapsulate(bytes.fromhex(question["ciphertext"])).hex(),
        "secret": secret,
        "ciphertext": ciphertext,
    }


for line in sys.stdin.readlines():
    print(json.dumps(answer(json.loads(line))))
