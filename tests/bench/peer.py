"""OpenCV's network module as a peer of the bench: `peer.py MODEL INPUT SIDE THREADS OUTPUT...`.

INPUT holds float32 values, 1 x 3 x SIDE x SIDE. One JSON object a line answers: first what was loaded, with the sum of absolute values of each output; then, for each
line that comes, one run's milliseconds of processor and of wall time.
"""

import json
import sys
import time

import cv2
import numpy

model, values, side, threads, *outputs = sys.argv[1:]
cv2.setNumThreads(int(threads))
image = numpy.fromfile(values, numpy.float32).reshape(1, 3, int(side), int(side))


def say(what):
    print(json.dumps(what), flush=True)


try:
    network = cv2.dnn.readNetFromONNX(model)
    network.setInput(image)
    sums = [float(numpy.abs(output).sum()) for output in network.forward(outputs)]
except cv2.error as error:
    say({"version": cv2.__version__, "error": " ".join(error.err.split())})
    sys.exit(0)
say({"version": cv2.__version__, "sums": sums})
for _ in sys.stdin:
    network.setInput(image)
    wall, processor = time.perf_counter(), time.process_time()
    network.forward(outputs)
    say({"processorMs": (time.process_time() - processor) * 1000, "wallMs": (time.perf_counter() - wall) * 1000})
