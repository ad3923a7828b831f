"""Reads and writes a station's registers with pymodbus, and prints what it found as JSON: python3 modbus.py PORT"""
import json
import struct
import sys

from pymodbus.client import ModbusTcpClient
from pymodbus.version import version

client = ModbusTcpClient("127.0.0.1", port=int(sys.argv[1]), timeout=3)
assert client.connect()


def words(answer):
    if answer.isError():
        raise SystemExit(f"pymodbus: {answer}")
    return b"".join(struct.pack(">H", register) for register in answer.registers)


def status(unit):
    block = words(client.read_input_registers(1000, 110, slave=unit))
    return {
        "sequence": struct.unpack_from(">I", block, 0)[0],
        "again": struct.unpack_from(">I", block, 216)[0],
        "state": struct.unpack_from(">H", block, 6)[0],
        "verdict": struct.unpack_from(">H", block, 8)[0],
        "score": struct.unpack_from(">f", block, 16)[0],
        "limit": struct.unpack_from(">f", block, 20)[0],
        "serial": block[56:96].split(b"\0")[0].decode(),
        "announced": list(struct.unpack_from(">IHH", block, 208)),
    }


found = {"version": version.short(), "units": [status(unit) for unit in (0, 1, 255)]}
found["holding"] = words(client.read_holding_registers(1000, 4, slave=1)).hex()
found["inputs"] = client.read_discrete_inputs(1000, 16, slave=1).bits[:16]
found["coils"] = client.read_coils(1000, 16, slave=1).bits[:16]
part = struct.pack(">H40s20s20sH", 1, "SN-Ü9".encode(), b"L7", b"left", 1)
written = client.write_registers(1125, list(struct.unpack(">42H", part)), slave=1)
found["written"] = not written.isError()
found["answer"] = status(1)["announced"]
found["acknowledged"] = not client.write_coil(1016, True, slave=1).isError()
found["reset"] = not client.write_register(1122, 7, slave=1).isError()
found["choices"] = not client.write_coils(1018, [True], slave=1).isError()
exchanged = client.readwrite_registers(read_address=1122, read_count=1, write_address=1122, write_registers=[8], slave=1)
found["exchanged"] = words(exchanged).hex()
missing = client.read_input_registers(500, 1, slave=1)
found["missing"] = missing.exception_code
client.close()
print(json.dumps(found))
