"""Lets PyTorch's CUDA wheel be imported without the 4 GB of CUDA libraries.

PyPI has PyTorch for Linux only with CUDA, and `import torch` loads libtorch_cuda.so, whose libraries
must exist even where nothing is computed with them. This writes empty ones: a function for each
symbol that anything in torch/lib wants. Calling one would be wrong; on a machine without an NVIDIA
driver nothing does.
"""

import collections
import pathlib
import re
import subprocess

WANTED_BY = {
    "libcuda.so.1": r"^cu[A-Z](?!file)",
    "libcufile.so.0": r"^cuFile",
    "libcusparseLt.so.0": r"^cusparseLt",
    "libcusparse.so.12": r"^cusparse(?!Lt)",
    "libcublas.so.13": r"^cublas(?!Lt)",
    "libcublasLt.so.13": r"^cublasLt",
    "libcudnn.so.9": r"^cudnn",
    "libcufft.so.12": r"^cufft",
    "libcusolver.so.12": r"^cusolver",
    "libcurand.so.10": r"^curand",
    "libnvrtc.so.13": r"^nvrtc",
    "libnvJitLink.so.13": r"^nvJitLink",
    "libnccl.so.2": r"^p?nccl",
    "libnvshmem_host.so.3": r"^nvshmem",
}


def undefined_symbols(libraries):
    symbols = set()
    for library in libraries:
        listing = subprocess.run(
            ["nm", "-D", "--undefined-only", str(library)], capture_output=True, text=True
        ).stdout
        symbols.update(line.split()[-1] for line in listing.splitlines())
    return symbols


def write_stand_ins(torch_lib: pathlib.Path, folder: pathlib.Path) -> None:
    """Compiles one library for each in WANTED_BY into `folder`; needs gcc and nm."""
    folder.mkdir(parents=True, exist_ok=True)
    undefined = undefined_symbols(sorted(torch_lib.glob("*.so")))
    for name, pattern in WANTED_BY.items():
        versions = collections.defaultdict(set)
        for symbol in undefined:
            if re.match(pattern, symbol):
                plain, _, version = symbol.partition("@")
                versions[version.strip("@")].add(plain)
        source = folder / "stand_in.c"
        every = sorted(set().union(*versions.values())) if versions else []
        source.write_text("".join(f"int {symbol}(void) {{ return 1; }}\n" for symbol in every))
        script = folder / "stand_in.map"
        script.write_text(
            "".join(
                f"{version} {{ global: {' '.join(s + ';' for s in sorted(symbols))} }};\n"
                for version, symbols in versions.items()
                if version
            )
        )
        command = ["gcc", "-shared", "-fPIC", "-w", f"-Wl,-soname,{name}", "-o", str(folder / name)]
        if script.read_text():
            command.append(f"-Wl,--version-script={script}")
        subprocess.run([*command, str(source)], check=True)
