"""A second reading of the receipt format, written apart from the first, so that a mistake must be made twice.

Reads one JSON object a line, {"receipt", "policy", "payload"}, and answers one verdict a line.
Only the standard library; python3-cryptography checks the signatures where it is installed, unless --pure is given.
"""

import base64
import binascii
import datetime
import hashlib
import hmac
import json
import re
import sys

SPACE = "\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
NUMBER = "0|[1-9][0-9]{0,14}"
CODE = re.compile(r"[a-z0-9][A-Za-z0-9._:-]{0,63}")
PART = re.compile(r"[a-z][a-zA-Z0-9_]{0,15}")


class Fault(Exception):
    pass


def demand(condition, fault):
    if not condition:
        raise Fault(fault)


# --- Ed25519, RFC 8032, as arithmetic ---

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def point_of(encoded):
    y = int.from_bytes(encoded, "little") & ((1 << 255) - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P or (x == 0 and encoded[31] >> 7):
        return None
    if x & 1 != encoded[31] >> 7:
        x = P - x
    return (x, y, 1, x * y % P)


def add(a, b):
    e = (a[1] - a[0]) * (b[1] - b[0]) % P
    f = (a[1] + a[0]) * (b[1] + b[0]) % P
    g = 2 * a[3] * b[3] * D % P
    h = 2 * a[2] * b[2] % P
    w, x, y, z = f - e, h - g, h + g, f + e
    return (w * x % P, y * z % P, x * y % P, w * z % P)


def times(point, number):
    result = (0, 1, 1, 0)
    while number:
        if number & 1:
            result = add(result, point)
        point = add(point, point)
        number >>= 1
    return result


def encode(point):
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


BASE = point_of((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def holds_by_arithmetic(public_key, message, signature):
    if len(signature) != 64:
        return False
    key, scalar = point_of(public_key), int.from_bytes(signature[32:], "little")
    if key is None or scalar >= ORDER:
        return False
    digest = hashlib.sha512(signature[:32] + public_key + message).digest()
    challenge = int.from_bytes(digest, "little") % ORDER
    negative = (P - key[0], key[1], key[2], P - key[3])
    return encode(add(times(BASE, scalar), times(negative, challenge))) == signature[:32]


def holds_by_library(public_key, message, signature):
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
        return True
    except (InvalidSignature, ValueError):
        return False


try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    ed25519_holds = holds_by_arithmetic if "--pure" in sys.argv else holds_by_library
except ImportError:
    ed25519_holds = holds_by_arithmetic


# --- Bytes and canonical JSON, RFC 8785 ---


def decode(text, length=None):
    try:
        decoded = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    if base64.b64encode(decoded).decode() != text or (length is not None and len(decoded) != length):
        return None
    return decoded


def bytes_of(text, length=None):
    decoded = decode(text, length)
    demand(decoded is not None, "format")
    return decoded


def canonical(value):
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(canonical(key) + ":" + canonical(value[key]) for key in keys) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    if isinstance(value, bool) or value is None:
        return json.dumps(value)
    if isinstance(value, str):
        demand(not re.search("[\ud800-\udfff]", value), "format")
        return json.dumps(value, ensure_ascii=False)
    demand(isinstance(value, int) and abs(value) < 2**53, "format")
    return str(value)


def read_canonical(raw):
    def refuse(name):
        raise ValueError(name)

    try:
        text = raw.decode("utf-8")
        value = json.loads(text, parse_constant=refuse)
    except (ValueError, RecursionError):
        raise Fault("format") from None
    demand(canonical(value) == text, "format")
    return value


# --- The receipt ---


def read_receipt(text):
    demand(len(text) <= 64 * 1024, "format")
    head, gap, checkpoint = text.partition("\n\n")
    demand(gap, "format")
    lines = head.split("\n")
    demand(len(lines) >= 3 and lines[0] == "c2sp.org/tlog-proof@v1", "format")
    demand(lines[1].startswith("extra "), "format")
    index = re.fullmatch(f"index ({NUMBER})", lines[2])
    demand(index, "format")
    leaf, salts = read_extra(lines[1][len("extra ") :])
    path = [bytes_of(line, 32) for line in lines[3:]]
    body, signatures = read_note(checkpoint)
    parts = re.fullmatch(f"([^\n]+)\n({NUMBER})\n([^\n]+)\n", body)
    demand(parts, "format")
    origin, size, root = parts[1], int(parts[2]), bytes_of(parts[3], 32)
    return leaf, salts, int(index[1]), path, body, signatures, origin, size, root


def read_extra(text):
    extra = read_canonical(bytes_of(text))
    demand(isinstance(extra, dict) and set(extra) == {"leaf", "salts", "sum", "v"}, "format")
    shown = {key: extra[key] for key in ("leaf", "salts", "v")}
    checksum = base64.b64encode(hashlib.sha256(canonical(shown).encode()).digest()).decode()
    demand(extra["sum"] == checksum and is_number(extra["v"]) and extra["v"] == 1, "format")
    leaf = extra["leaf"]
    demand(is_leaf(leaf) and isinstance(extra["salts"], dict), "format")
    salts = {}
    for name, salt in extra["salts"].items():
        demand(isinstance(salt, str) and name in leaf["c"], "format")
        salts[name] = bytes_of(salt, 32)
    return leaf, salts


def is_number(value):
    return isinstance(value, int) and not isinstance(value, bool)


def is_leaf(leaf):
    def code(value):
        return isinstance(value, str) and CODE.fullmatch(value)

    def part(value):
        return isinstance(value, str) and PART.fullmatch(value)

    def digest(value):
        return isinstance(value, str) and decode(value, 32) is not None

    def instant(value):
        if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){2}T[0-9]{2}(:[0-9]{2}){2}\.[0-9]{3}Z", value):
            return False
        try:
            datetime.datetime.strptime(value[:-5], "%Y-%m-%dT%H:%M:%S")
        except ValueError:
            return False
        return value[17:19] < "60"

    def names(value):
        return isinstance(value, list) and all(part(name) for name in value)

    def key(value):
        return isinstance(value, str) and re.fullmatch(r"[0-9a-f]{8}\+[A-Za-z0-9+/]+=*", value)

    needed = {"v": lambda v: is_number(v) and v == 1, "type": code, "at": instant}
    needed["subj"] = lambda v: isinstance(v, str) and re.fullmatch("[0-9a-f]{32}", v)
    needed["n"] = lambda v: is_number(v) and v >= 1
    needed["c"] = lambda v: isinstance(v, dict) and all(part(k) and digest(h) for k, h in v.items())
    optional = {"prev": digest, "by": code, "unit": code, "due": instant, "out": code, "erased": names, "key": key}
    if not isinstance(leaf, dict) or not set(needed) <= set(leaf) <= set(needed) | set(optional):
        return False
    rules = {**needed, **optional}
    if not all(rules[name](value) for name, value in leaf.items()):
        return False
    return (leaf["n"] == 1) == ("prev" not in leaf) and len(canonical(leaf).encode()) <= 512


# --- Signed notes and policies ---


def read_note(text):
    gap = text.rfind("\n\n")
    demand(gap > 0 and text.endswith("\n"), "format")
    demand(not re.search("[\x00-\x09\x0b-\x1f\ud800-\udfff]", text), "format")
    signatures = []
    for line in text[gap + 2 : -1].split("\n"):
        parts = re.fullmatch(f"\u2014 ([^{SPACE}+]+) ([^{SPACE}]+)", line)
        demand(parts, "format")
        raw = bytes_of(parts[2])
        demand(len(raw) >= 5, "format")
        signatures.append((parts[1], raw[:4], raw[4:]))
    demand(len(signatures) <= 64, "format")
    return text[: gap + 1], signatures


def read_key(word, kind):
    parts = re.fullmatch(f"([^{SPACE}+]+)\\+([0-9a-f]{{8}})\\+([A-Za-z0-9+/]+=*)", word)
    raw = parts and decode(parts[3], 33)
    if not raw or raw[0] != kind:
        raise SyntaxError("policy: not a key of the right kind")
    name = parts[1]
    key_id = hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4]
    if key_id.hex() != parts[2]:
        raise SyntaxError("policy: the key id is not that of the key")
    return name, key_id, kind, raw[1:]


def read_policy(text):
    logs, witnesses, rules, quorum = [], [], {}, None
    for line in text.split("\n"):
        words = [word for word in re.split("[ \t]+", line) if word]
        if not words or words[0].startswith("#"):
            continue
        if words[0] == "log":
            logs.append(read_key(words[1], 1))
        elif words[0] == "witness":
            key = read_key(words[2], 4)
            witnesses.append(key)
            rules[words[1]] = lambda seen, key=key: key in seen
        elif words[0] == "group":
            parts = [rules[name] for name in words[3:]]
            needed = {"all": len(parts), "any": 1}.get(words[2]) or int(words[2])
            rules[words[1]] = lambda seen, parts=parts, needed=needed: sum(part(seen) for part in parts) >= needed
        elif words[0] == "quorum":
            quorum = (lambda seen: True) if words[1] == "none" else rules[words[1]]
        else:
            raise SyntaxError("policy: not understood")
    if quorum is None:
        raise SyntaxError("policy: the quorum line is missing")
    return logs, witnesses, quorum


def signers_of(body, signatures, keys):
    found = []
    for key in keys:
        name, key_id, kind, public_key = key
        for signer, signer_id, raw in signatures:
            if (signer, signer_id) != (name, key_id):
                continue
            message = body.encode()
            if kind == 4:
                demand(len(raw) == 72, "signature")
                time = int.from_bytes(raw[:8], "big")
                message, raw = f"cosignature/v1\ntime {time}\n{body}".encode(), raw[8:]
            demand(ed25519_holds(public_key, message, raw), "signature")
            found.append(key)
    return found


# --- The tree: the root is rebuilt from the top down, as RFC 6962 section 2.1.1 defines the path ---


def root_of(leaf_hash, index, size, path):
    if size == 1:
        return leaf_hash if not path else None
    if not path:
        return None
    half = 1
    while half * 2 < size:
        half *= 2
    if index < half:
        left, right = root_of(leaf_hash, index, half, path[:-1]), path[-1]
    else:
        left, right = path[-1], root_of(leaf_hash, index - half, size - half, path[:-1])
    if left is None or right is None:
        return None
    return hashlib.sha256(b"\x01" + left + right).digest()


def verify(receipt, policy, payload):
    logs, witnesses, quorum = read_policy(policy)
    try:
        leaf, salts, index, path, body, signatures, origin, size, root = read_receipt(receipt)
        signed_by_log = signers_of(body, signatures, [key for key in logs if key[0] == origin])
        seen = signers_of(body, signatures, witnesses)
        demand(signed_by_log, "unknown-log")
        demand(quorum(seen), "too-few-witnesses")
        demand(index < size, "not-included")
        leaf_hash = hashlib.sha256(b"\x00" + canonical(leaf).encode()).digest()
        demand(root_of(leaf_hash, index, size, path) == root, "not-included")
        for name, content in payload.items():
            demand(name in leaf["c"] and name in salts, "content-unknown")
            digest = hmac.new(salts[name], content.encode(), hashlib.sha256).digest()
            demand(base64.b64encode(digest).decode() == leaf["c"][name], "content-differs")
    except Fault as fault:
        return {"ok": False, "fault": str(fault)}
    return {"ok": True, "origin": origin, "index": index, "size": size, "opened": sorted(payload)}


if __name__ == "__main__":
    for line in sys.stdin:
        case = json.loads(line)
        print(json.dumps(verify(case["receipt"], case["policy"], case.get("payload", {}))), flush=True)
