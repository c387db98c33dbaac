"""How PJSIP is configured and compiled, and what the wheel is to hold of it."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

Progress = Callable[[str], None]

CONFIGURE = [
    "--prefix=/nonexistent",
    "--enable-shared",
    "--enable-epoll",
    "--with-ssl=/usr",
    "--with-external-srtp",
    "--enable-libsamplerate",
    "--disable-sound",
    "--disable-video",
    "--disable-upnp",
    "--disable-libyuv",
    "--disable-libwebrtc",
    "--disable-speex-aec",
    "--disable-speex-codec",
    "--disable-gsm-codec",
    "--disable-ilbc-codec",
    "--disable-g722-codec",
    "--disable-g7221-codec",
    "--disable-l16-codec",
    "--disable-opencore-amr",
    "--disable-silk",
    "--disable-opus",
    "--disable-bcg729",
    "--disable-lyra",
    "--disable-sdl",
    "--disable-ffmpeg",
    "--disable-v4l2",
    "--disable-openh264",
    "--disable-vpx",
]
FLAVOURS = {"release": "-O2 -DNDEBUG", "asserts": "-O1 -g"}
LIBRARIES = ("pjlib", "pjlib-util", "pjnath", "pjmedia", "pjsip", "third_party")
BINDING = Path("pjsip-apps/src/swig/python")
LIBRARY_FOLDER = "pjsua2.libs"
# What a calling make hands down would change how PJSIP's own makefiles work.
FOREIGN = {"MAKEFLAGS", "MFLAGS", "MAKELEVEL", "CFLAGS", "CXXFLAGS", "CPPFLAGS", "LDFLAGS", "PJDIR"}


class CompileError(Exception):
    """A step of the build has failed; the message names it."""


@dataclass(frozen=True)
class Target:
    """The CPython the binding is compiled for."""

    tag: str
    suffix: str
    includes: list[str]


@dataclass(frozen=True)
class Build:
    """One build: the unpacked source, the flavour, the CPython and the log of all tools."""

    source: Path
    flavour: str
    target: Target
    log: Path

    def run(self, step: str, *command: str, folder: Path | None = None) -> None:
        """Run a tool with its output in the log; raises CompileError when it fails."""
        self.finish(step, self.start(*command, folder=folder))

    def start(self, *command: str, folder: Path | None = None) -> subprocess.Popen[bytes]:
        """Start a tool with its output in the log."""
        with self.log.open("ab") as log:
            return subprocess.Popen(
                command, cwd=folder or self.source, env=_environment(), stdout=log, stderr=log
            )

    def finish(self, step: str, tool: subprocess.Popen[bytes]) -> None:
        """Wait for a tool; raises CompileError when it has failed."""
        if tool.wait():
            raise CompileError(f"{step} failed (exit code {tool.returncode})")

    def variables(self, goal: str) -> list[str]:
        """Flags PJSIP's makefiles give for the binding: goal cflags, ldflags or libs."""
        command = ["make", "--no-print-directory", "-f", "helper.mak", goal]
        answer = subprocess.run(
            command, cwd=self.source / BINDING, env=_environment(), text=True, capture_output=True
        )
        if answer.returncode:
            raise CompileError(f"helper.mak {goal} failed: {answer.stderr.strip()}")
        return answer.stdout.split()


def unpack(archive: Path, scratch: Path) -> Path:
    """Unpack the archive and return the one folder it holds."""
    scratch.mkdir()
    command = ["tar", "--no-same-owner", "-xf", str(archive), "-C", str(scratch)]
    if subprocess.run(command).returncode:
        raise CompileError(f"{archive.name} cannot be unpacked")
    roots = [path for path in scratch.iterdir() if (path / "version.mak").is_file()]
    if len(roots) != 1:
        raise CompileError(f"{archive.name} is no PJSIP source: it has no version.mak")
    return roots[0]


def pjsip_version(source: Path) -> str:
    """Version from version.mak, such as "2.17" or "2.15.1"."""
    text = (source / "version.mak").read_text()
    parts = dict(re.findall(r"export PJ_VERSION_(MAJOR|MINOR|REV)\s*:=\s*(\d+)", text))
    return ".".join(parts[key] for key in ("MAJOR", "MINOR", "REV") if key in parts)


def compile_tree(build: Build, config_site: Path, tree: Path, progress: Progress) -> None:
    """Compile everything and lay out under `tree` what is to be installed."""
    _mend(build, config_site.parent / "patches")
    progress("configure")
    _configure(build, config_site)
    progress("generate the Python binding (swig)")
    _generate_binding(build)
    progress("compile the libraries and, beside them, the binding (1.1 GB of memory)")
    _compile(build)
    progress("link and lay out the wheel")
    _lay_out(build, tree)


def _mend(build: Build, patches: Path) -> None:
    """Apply our patches; one that does not fit any more ends the build, so that somebody looks."""
    for patch in sorted(patches.glob("*.patch")):
        build.run(f"apply {patch.name}", "patch", "-p1", "--forward", "-i", str(patch))


def _configure(build: Build, config_site: Path) -> None:
    shutil.copyfile(config_site, build.source / "pjlib/include/pj/config_site.h")
    _drop_bdimad(build.source / "pjmedia/build/Makefile")
    flags = f"{FLAVOURS[build.flavour]} -ffile-prefix-map={build.source}=."
    build.run("configure", "./configure", *CONFIGURE, f"CFLAGS={flags}", f"CXXFLAGS={flags}")
    _check_configured(build)


def _drop_bdimad(makefile: Path) -> None:
    # Debian leaves this sound driver out of its archive: its licence is not free.
    makefile.write_text(makefile.read_text().replace(" bdimad_dev.o", ""))


def _check_configured(build: Build) -> None:
    """Stop when configure has silently done without something that calls need."""
    found = (build.source / "pjlib/include/pj/compat/os_auto.h").read_text()
    for macro in ("PJ_HAS_SSL_SOCK 1", "PJ_IOQUEUE_IMP PJ_IOQUEUE_IMP_EPOLL"):
        if not re.search(rf"^#define {macro}\b", found, re.M):
            raise CompileError(f"configure left out {macro.split()[0]}")
    for library in ("-lsrtp2", "-lsamplerate"):
        if library.removeprefix("-l") not in build.variables("libs"):
            raise CompileError(f"configure left out {library}")


def _generate_binding(build: Build) -> None:
    includes = [f"-I{build.source / name / 'include'}" for name in LIBRARIES[:-1]]
    # -threads: Python runs on while PJSIP waits in libHandleEvents.
    options = ["-c++", "-python", "-threads", "-w312", *includes]
    where = build.source / BINDING
    build.run("swig", "swig", *options, "-o", "pjsua2_wrap.cpp", "../pjsua2.i", folder=where)


def _compile(build: Build) -> None:
    where = build.source / BINDING
    includes = [f"-I{folder}" for folder in build.target.includes]
    options = [*build.variables("cflags"), "-O1", "-g0", "-w", "-fno-strict-aliasing", *includes]
    binding = build.start("g++", *options, "-c", "pjsua2_wrap.cpp", "-o", "binding.o", folder=where)
    try:
        build.run("make dep", "make", "dep")
        build.run("make lib", "make", f"-j{os.cpu_count() or 1}", "lib")
    except BaseException:
        binding.kill()
        binding.wait()
        raise
    build.finish("compiling the binding", binding)


def _lay_out(build: Build, tree: Path) -> None:
    libraries = tree / LIBRARY_FOLDER
    libraries.mkdir(parents=True)
    for name in LIBRARIES:
        for library in (build.source / name / "lib").glob("*.so.[0-9]*"):
            shutil.copyfile(library, libraries / library.name)
    shutil.copyfile(build.source / BINDING / "pjsua2.py", tree / "pjsua2.py")
    _link_binding(build, tree / f"_pjsua2{build.target.suffix}")
    if build.flavour == "release":
        for file in tree.rglob("*.so*"):
            build.run("strip", "strip", "--strip-unneeded", str(file))


def _link_binding(build: Build, extension: Path) -> None:
    # RPATH, not RUNPATH: only RPATH also counts for what the PJSIP libraries need of each other.
    rpath = f"-Wl,--disable-new-dtags,-rpath,$ORIGIN/{LIBRARY_FOLDER}"
    libraries = [f"-l{name}" for name in build.variables("libs")]
    options = [*build.variables("ldflags"), *libraries, rpath]
    where = build.source / BINDING
    command = ["g++", "-shared", "-o", str(extension), "binding.o", *options]
    build.run("linking the binding", *command, folder=where)


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    return {**kept, "LC_ALL": "C"}
