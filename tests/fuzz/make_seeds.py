"""Writes the small seeds of the fuzz corpus with the libraries that own the formats:
make_seeds.py FOLDER (needs torch and safetensors)."""
import collections
import io
import json
import pickle
import sys
import tarfile
from pathlib import Path

import torch
from safetensors.torch import save_file

folder = Path(sys.argv[1])
manifest = {
    "schema": 2,
    "name": "seed",
    "title": {"en": "Seed", "zh": "种子"},
    "architecture": {"family": "resnet", "depth": 18, "stem": "cifar", "width": 8, "classes": 2},
    "input": {"width": 2, "height": 2, "mean": [0, 0, 0], "std": [1, 1, 1],
              "crop_fraction": 1.0, "filter": "bicubic"},
    "labels": {"en": ["cat", "dog"], "zh": ["猫", "狗"]},
    "parents": [{"id": "pet", "en": "pet", "zh": "宠物", "members": [0, 1]}],
    "never_headline": [1],
    "calibration": {"temperature": 1.5, "sure": 0.9, "probably": 0.5, "reject_energy": -3.0},
    "provenance": {"recipe": "none", "seed": 1, "epochs": 2, "accuracy": 0.5,
                   "training_pictures": 8, "test_pictures": 2,
                   "mix_ups": [{"true": 0, "guessed": 1, "count": 1}]},
    "golden": {"float32": 0.001, "float16": 0.03, "bfloat16": 0.08},
}
fastnet = dict(manifest, architecture={"family": "fastnet", "widths": [1, 2, 3], "classes": 2})
(folder / "manifest").mkdir(parents=True, exist_ok=True)
(folder / "manifest/full.json").write_text(json.dumps(manifest, ensure_ascii=False))
(folder / "manifest/fastnet.json").write_text(json.dumps(fastnet))
(folder / "manifest/spec.txt").write_text("resnet50-imagenet:width=64,classes=1000")
(folder / "manifest/labels.txt").write_text("cat\t猫\ndog\n")

tensors = {
    "conv1.weight": torch.arange(4.0).reshape(2, 2),
    "bn1.num_batches_tracked": torch.tensor(3),
    "half": torch.ones(2, dtype=torch.float16),
    "bytes": torch.zeros(1, 2, 2, 3, dtype=torch.uint8),
}
(folder / "safetensors").mkdir(exist_ok=True)
save_file(tensors, folder / "safetensors/full.safetensors", {"vitrine": json.dumps(manifest)})
save_file({"a": torch.zeros(1)}, folder / "safetensors/one.safetensors")

(folder / "pth").mkdir(exist_ok=True)
base = torch.arange(6.0).reshape(2, 3)
state = collections.OrderedDict(w=base, t=base.t(), p=torch.nn.Parameter(base[1]),
                                n=torch.tensor(3))
for legacy in (False, True):
    name = "legacy" if legacy else "zip"
    torch.save(state, folder / f"pth/{name}.pth", _use_new_zipfile_serialization=not legacy)
    torch.save({"epoch": 1, "acc": 0.5, "net": dict(state), "more": [1, (2, None), True]},
               folder / f"pth/{name}_nested.pth", _use_new_zipfile_serialization=not legacy)
torch.save(state, folder / "pth/protocol4.pth", pickle_protocol=4)

members = {"cifar-10-batches-bin/batches.meta.txt": "".join(f"{i}\n" for i in range(10)).encode(),
           "cifar-10-batches-bin/data_batch_1.bin": b"".join(
               bytes([label]) + bytes(3072) for label in range(10)),
           "cifar-10-batches-bin/test_batch.bin": bytes([3]) + bytes([7]) * 3072}
(folder / "dataset_archive").mkdir(exist_ok=True)
with tarfile.open(folder / "dataset_archive/small.tar.gz", "w:gz") as archive:
    for name, content in members.items():
        entry = tarfile.TarInfo(name)
        entry.size = len(content)
        archive.addfile(entry, io.BytesIO(content))


class Code:
    def __reduce__(self):
        return print, ("code",)


(folder / "pth/code.pkl").write_bytes(pickle.dumps(Code(), 2))
