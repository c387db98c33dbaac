"""A sound file from outside becomes a prompt: ffmpeg, on a short leash, decodes it.

The file is untrusted. Its kind is told from its first bytes, so that ffmpeg never guesses one
that would read other files; only sound decoders are let in, no protocol but `file`, and memory,
time, and size are bounded.
"""

import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from appliance.speech.voice import MARGIN, SIXTEEN_BIT, TRIM, VoiceError, run
from appliance.speech.wave_files import RATE, is_whole, wave_seconds

LONGEST_SECONDS = 300.0
"""What lies beyond is cut away: nobody listens longer, and prompts are kept in memory."""
SHORTEST_SECONDS = 0.4
"""Loudness is measured over such blocks (EBU R128, ITU-R BS.1770)."""
SILENT_LUFS = -60.0
LOUDNESS_LUFS = -21.5
"""Where the spoken prompts lie, in every language: a menu made of both does not jump."""
HEADROOM = 3.0
"""Decibels below full scale that the loudest peak keeps, as in the spoken prompts."""

STEP_SECONDS = 60.0
"""Five minutes of MP3 take a second; a slow card and a busy box are allowed for."""
LEASH = ("--as=805306368", "--cpu=60", "--fsize=33554432", "--nofile=64", "--core=0")
"""prlimit(1): 768 MiB of addresses (ffmpeg's libraries alone take 300), seconds, bytes written."""
DECODERS = (
    "pcm_u8,pcm_s16le,pcm_s24le,pcm_s32le,pcm_f32le,pcm_alaw,pcm_mulaw,adpcm_ms,adpcm_ima_wav,"
    "gsm_ms,mp3,mp3float,vorbis,libvorbis,opus,libopus,flac,speex,libspeex,aac,alac"
)
QUIET = ("ffmpeg", "-nostdin", "-hide_banner", "-nostats", "-threads", "1")
# Nothing below 200 Hz crosses a line, yet it would count as loudness.
NARROW = f"highpass=f=200,aresample={RATE},aformat=channel_layouts=mono"
WAV = ("-c:a", "pcm_s16le", "-bitexact", "-f", "wav", "-y")


class ConversionError(RuntimeError):
    """The file cannot become a prompt; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Converted:
    """A prompt made of a sound file: `gain` in dB; `cut` when only its beginning was taken."""

    wav: bytes
    seconds: float
    gain: float
    cut: bool


def converted(content: bytes) -> Converted:
    """Return a file's sound as a mono 16-bit WAV of 8 kHz; raises ConversionError."""
    kind = kind_of(content)
    with tempfile.TemporaryDirectory(prefix="sentralbord-upload-") as folder:
        source, plain, level = (Path(folder, name) for name in ("source", "plain.wav", "level.wav"))
        source.write_bytes(content)
        _decode(kind, source, plain)
        cut = wave_seconds(plain) > LONGEST_SECONDS
        gain = LOUDNESS_LUFS - _loudness(plain)
        _level(plain, level, gain)
        if not is_whole(level):
            raise ConversionError("nothing can be heard in this recording")
        return Converted(level.read_bytes(), wave_seconds(level), gain, cut)


def kind_of(content: bytes) -> str:
    """Return ffmpeg's name for a file's kind, by its first bytes; raises ConversionError."""
    if content[:4] == b"RIFF" and content[8:12] == b"WAVE":
        return "wav"
    if content[:4] == b"OggS":
        return "ogg"
    if content[4:8] == b"ftyp":
        return "mov"
    if content[:3] == b"ID3" or (content[:1] == b"\xff" and content[1:2] >= b"\xe0"):
        return "mp3"
    raise ConversionError("this is no WAV, MP3, OGG or M4A file: save the recording as one of them")


def _decode(kind: str, source: Path, target: Path) -> None:
    """The first sound in the file, as a telephone line carries it."""
    leash = ("-protocol_whitelist", "file", "-format_whitelist", kind, "-codec_whitelist", DECODERS)
    one_second_more = str(LONGEST_SECONDS + 1)
    ended = _run(
        *("-v", "error", *leash, "-f", kind, "-i", f"file:{source}"),
        *("-map", "0:a:0", "-vn", "-sn", "-dn", "-t", one_second_more),
        *("-af", NARROW, *WAV, f"file:{target}"),
    )
    if ended.returncode or not is_whole(target):
        complaint = " ".join(ended.stderr.replace(f"file:{source}", "the file").split())[-200:]
        raise ConversionError(
            f"no sound could be read from this {kind.upper()} file: {complaint or 'it is damaged'}"
        )
    if wave_seconds(target) < SHORTEST_SECONDS:
        raise ConversionError("this recording is shorter than half a second")


def _loudness(sound: Path) -> float:
    """Integrated loudness in LUFS (EBU R128); raises ConversionError for silence."""
    ended = _run("-v", "info", "-i", f"file:{sound}", "-af", "ebur128=framelog=verbose",
                 "-f", "null", "-")  # fmt: skip
    found = re.findall(r"\bI:\s+(-?[0-9.]+|-inf) LUFS", ended.stderr)
    loudness = float(found[-1]) if found else SILENT_LUFS
    if loudness <= SILENT_LUFS:
        raise ConversionError("nothing can be heard in this recording: it is silent")
    return loudness


def _level(source: Path, target: Path, gain: float) -> None:
    """Bring a sound to the loudness of the house, without silence at its ends."""
    limiter = ("-l",) if gain > -HEADROOM else ()
    limited = ("gain", *limiter, f"{gain + HEADROOM:.1f}", "gain", f"-{HEADROOM:g}")
    first = ("trim", "0", str(LONGEST_SECONDS))
    effects = (*first, *limited, *TRIM, *MARGIN)
    try:
        run("sox", "-D", "-V1", str(source), *SIXTEEN_BIT, str(target), *effects)
    except VoiceError as error:
        raise ConversionError(str(error)) from error


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run ffmpeg within its bounds; raises ConversionError where it is missing or too slow."""
    for program, package in (("prlimit", "util-linux"), ("ffmpeg", "ffmpeg")):
        if shutil.which(program) is None:
            raise ConversionError(f"{program} is not installed: apt install {package}")
    try:
        return subprocess.run(
            ("prlimit", *LEASH, *QUIET, *arguments),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=STEP_SECONDS,
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"},
        )
    except subprocess.TimeoutExpired as error:
        raise ConversionError(f"ffmpeg did not end within {STEP_SECONDS:.0f} s") from error
