"""Stands in for piper's command: the options of piper-tts 1.8, and a tone instead of a voice.

Like the real one it speaks every argument that it does not know, looks for the model and its
`.json`, takes the text line by line from standard input, and writes a WAV of the voice's own rate.
"""

import argparse
import json
import math
import struct
import sys
import wave
from pathlib import Path

SECONDS_A_LETTER = 0.05


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("-m", "--model", required=True)
    parser.add_argument("-c", "--config")
    parser.add_argument("-i", "--input-file", "--input_file", action="append")
    parser.add_argument("-f", "--output-file", "--output_file")
    parser.add_argument("-d", "--output-dir", "--output_dir")
    parser.add_argument("--output-raw", "--output_raw", action="store_true")
    parser.add_argument("-s", "--speaker", type=int)
    for name in ("length-scale", "noise-scale", "noise-w-scale", "sentence-silence", "volume"):
        parser.add_argument(f"--{name}", f"--{name.replace('-', '_')}", type=float)
    parser.add_argument("--no-normalize", action="store_true")
    parser.add_argument("--data-dir", "--data_dir", action="append")
    asked, spoken = parser.parse_known_args()
    model = Path(asked.model)
    if not model.exists():
        raise ValueError(f"Unable to find voice: {model} (use piper.download_voices)")
    if model.read_bytes() == b"broken":
        raise ValueError("Load model failed: Protobuf parsing failed.")
    config = json.loads(Path(asked.config or f"{model}.json").read_text())
    lines = [" ".join(spoken)] if spoken else [line.strip() for line in sys.stdin if line.strip()]
    rate = config["audio"]["sample_rate"]
    count = round(rate * SECONDS_A_LETTER * sum(map(len, lines)))
    tone = [round(9000 * math.sin(math.tau * 700 * at / rate)) for at in range(count)]
    with wave.open(asked.output_file, "wb") as file:
        file.setparams((1, 2, rate, 0, "NONE", "not compressed"))
        file.writeframes(struct.pack(f"<{count}h", *tone))


if __name__ == "__main__":
    main()
