"""Opens files that write_pth made with PyTorch itself: check_pth.py WRITER ORIGINAL

WRITER FOLDER writes sample.pth, whose content this script knows, and copy.pth, which equals
ORIGINAL, a file of PyTorch's. Exit status 77 where there is no PyTorch (CTest: skipped).
"""
import subprocess
import sys
import tempfile
from pathlib import Path

try:
    import torch
except ImportError:
    print("no PyTorch here")
    sys.exit(77)


def main(writer):
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([writer, folder], check=True)
        state = torch.load(Path(folder) / "sample.pth", weights_only=True)
        mapped = torch.load(Path(folder) / "sample.pth", weights_only=True, mmap=True)
        original = torch.load(sys.argv[2], weights_only=True)
        copy = torch.load(Path(folder) / "copy.pth", weights_only=True)
    assert type(state).__name__ == "OrderedDict", type(state)
    expected = {
        "z.weight": torch.arange(6, dtype=torch.float32).reshape(2, 3),
        "counter": torch.tensor(400),
        "half": torch.tensor([0.5, -2.0], dtype=torch.float16),
        "brain": torch.tensor([1.5], dtype=torch.bfloat16),
        "wide": torch.tensor([0.1], dtype=torch.float64),
        "empty": torch.zeros(0, 2),
        "byte": torch.tensor([255], dtype=torch.uint8),
        "名": torch.tensor([-1], dtype=torch.int32),
    }
    for loaded in (state, mapped):
        assert list(loaded) == list(expected), list(loaded)
        for name, wanted in expected.items():
            assert loaded[name].dtype == wanted.dtype, name
            assert loaded[name].shape == wanted.shape, name
            assert torch.equal(loaded[name], wanted), name
    assert list(copy) == list(original)
    assert all(torch.equal(copy[name], original[name]) for name in original)
    print(f"{len(expected)} tensors and a copy of {len(original)} are as they should be")


main(sys.argv[1])
