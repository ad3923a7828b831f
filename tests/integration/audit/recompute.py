"""A second verifier of audit chains, written from docs/audit-format.md alone: recomputes entries, links, records and the tree of a database.
usage: recompute.py DATABASE     prints "ENTRIES RECORDS HEAD" and exits 0, or says what is wrong and exits 1"""
import base64
import decimal
import hashlib
import json
import math
import sqlite3
import sys


def sha256(data):
    return hashlib.sha256(data).digest()


def number(value):
    """A number as JavaScript writes it: the shortest digits that mean it, with an exponent only below 1e-6 and from 1e21 on."""
    if isinstance(value, int) and abs(value) <= 2**53:
        return str(value)
    value = float(value)
    if math.isinf(value):
        return '"Infinity"' if value > 0 else '"-Infinity"'
    if value == 0 or 1e-6 <= abs(value) < 1e21:
        text = format(decimal.Decimal(repr(value + 0.0)), "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    mantissa, _, exponent = repr(value).partition("e")
    return f"{mantissa.removesuffix('.0')}e{int(exponent):+d}"


def record_hash(row):
    known = [(key, row[key]) for key in sorted(row.keys()) if row[key] is not None]
    texts = [json.dumps(value, ensure_ascii=False) if isinstance(value, str) else number(value) for _, value in known]
    text = "{" + ",".join(json.dumps(key) + ":" + value for (key, _), value in zip(known, texts)) + "}"
    return sha256(text.encode()).hex()


def head(leaves):
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return sha256(b"\1" + head(leaves[:split]) + head(leaves[split:]))


database = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
database.row_factory = sqlite3.Row
before, leaves, records = "0" * 64, [], 0
for row in database.execute("SELECT * FROM audit_entry ORDER BY sequence"):
    body = row["body"].encode()
    entry = json.loads(body)
    if sha256(body) != row["hash"] or entry["seq"] != len(leaves) + 1 or entry["prev"] != before:
        sys.exit(f"entry {row['sequence']} is wrong")
    if entry["action"] in ("inspection.recorded", "inspection.adopted"):
        record = database.execute("SELECT * FROM inspection WHERE sequence = ?", (entry["new"]["number"],)).fetchone()
        if record is None or record["id"] != entry["object"]["id"] or record_hash(record) != entry["new"]["record"]:
            sys.exit(f"record {entry['new']['number']} is wrong")
        records += 1
    before = row["hash"].hex()
    leaves.append(sha256(b"\0" + body))
print(len(leaves), records, base64.b64encode(head(leaves)).decode())
