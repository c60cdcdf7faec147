#!/usr/bin/env python3
"""Vitrine's classifier beside PyTorch eager, ONNX Runtime and OpenVINO.

    bench/compare.py --program build/release/bin/classifier_bench [--rounds 7] [--iterations 60]

Makes its own virtual environment in .cache/bench the first time (about 700 MB to fetch; gcc and
binutils are needed). Same weights for all, float32, batch 1, the same number of threads. Each round
runs every contestant once, in its own process, so that none disturbs another and slow drifts of the
machine meet all alike. The peers get finished float tensors; Vitrine's times include normalising the
uint8 pixels. Prints a table in Markdown; --json FILE keeps everything.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
CACHE = ROOT / ".cache" / "bench"
TORCH = "torch==2.15.0"
CUDA_PARTS = ["nvidia-cuda-runtime==13.5.37", "nvidia-cuda-cupti==13.5.25"]
LITE0 = ROOT / "third_party/efficientnet-lite0/efficientnet-lite0-57934424.pth"

# name, SPEC, pixels a side, epsilon of batch norm
MODELS = [
    ("ResNet-18, 32×32", "resnet18-cifar", 32, 1e-5),
    ("ResNet-18, 224×224", "resnet18-imagenet:classes=1000", 224, 1e-5),
    ("EfficientNet-Lite0, 224×224", "efficientnet-lite0", 224, 1e-3),
]
PEERS = ["pytorch", "onnxruntime", "openvino"]


def prepare_environment():
    """Returns the Python of the virtual environment, made where it is not there."""
    python = CACHE / "venv/bin/python"
    stamp = CACHE / "ready"
    if not stamp.exists():
        subprocess.run([sys.executable, "-m", "venv", str(CACHE / "venv")], check=True)
        install = [str(python), "-m", "pip", "install", "--quiet"]
        subprocess.run([*install, "-r", str(HERE / "requirements.txt")], check=True)
        subprocess.run([*install, "--no-deps", TORCH, *CUDA_PARTS], check=True)
        sys.path.insert(0, str(HERE))
        import cuda_stand_ins

        torch_lib = next((CACHE / "venv/lib").glob("python3*/site-packages/torch/lib"))
        cuda_stand_ins.write_stand_ins(torch_lib, CACHE / "stand-ins")
        stamp.touch()
    return python


def weights_file(index):
    return CACHE / f"model{index}.safetensors"


def write_models():
    """Weights for everybody and ONNX files for the peers. Runs in the virtual environment."""
    import networks
    import numpy
    from safetensors.numpy import save_file

    for index, (_, spec, size, epsilon) in enumerate(MODELS):
        if spec.startswith("resnet18"):
            stem = "cifar" if "cifar" in spec else "imagenet"
            weights = networks.random_resnet18(stem, 10 if stem == "cifar" else 1000)
        else:
            import torch

            state = torch.load(LITE0, weights_only=True)
            weights = {n: v.numpy() for n, v in state.items() if v.dtype == torch.float32}
        save_file({n: numpy.ascontiguousarray(v) for n, v in weights.items()}, weights_file(index))
        net = networks.OnnxNetwork(weights, epsilon)
        net.save(forward(net, "input", spec), size, weights_file(index).with_suffix(".onnx"))


def forward(net, x, spec):
    import networks

    if spec.startswith("resnet18"):
        return networks.resnet18(net, x, "cifar" if "cifar" in spec else "imagenet")
    return networks.lite0(net, x)


def peer_call(peer, index, threads):
    import numpy
    from safetensors.numpy import load_file

    import networks

    _, spec, size, epsilon = MODELS[index]
    x = numpy.random.default_rng(1).normal(size=(1, 3, size, size)).astype(numpy.float32)
    onnx_file = str(weights_file(index).with_suffix(".onnx"))
    if peer == "pytorch":
        import torch

        torch.set_num_threads(threads)
        net, tensor = networks.TorchNetwork(load_file(weights_file(index)), epsilon), torch.from_numpy(x)

        def call():
            with torch.inference_mode():
                return forward(net, tensor, spec).numpy()

        return call
    if peer == "onnxruntime":
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
        session = onnxruntime.InferenceSession(onnx_file, options, ["CPUExecutionProvider"])
        return lambda: session.run(None, {"input": x})[0]
    import openvino

    settings = {"INFERENCE_NUM_THREADS": threads, "PERFORMANCE_HINT": "LATENCY",
                "INFERENCE_PRECISION_HINT": "f32"}
    request = openvino.Core().compile_model(onnx_file, "CPU", settings).create_infer_request()
    return lambda: request.infer({0: x})[0]


def run_worker(peer, index, iterations, threads):
    call = peer_call(peer, index, threads)
    times = []
    for i in range(iterations + 10):
        start = time.perf_counter()
        result = call()
        if i >= 10:
            times.append(1e3 * (time.perf_counter() - start))
    print(json.dumps({"times": times, "logits": [float(v) for v in result[0][:5]]}))


def run_vitrine(program, index, iterations, threads):
    _, spec, size, _ = MODELS[index]
    environment = {**os.environ, "OMP_WAIT_POLICY": "PASSIVE"}
    out = subprocess.run(
        [program, spec, str(weights_file(index)), str(size), str(iterations), str(threads)],
        check=True, capture_output=True, text=True, env=environment,
    ).stdout
    return json.loads(out)["times"]


def percentile(values, share):
    values = sorted(values)
    return values[round(share * (len(values) - 1))]


def compare(arguments, python):
    environment = {**os.environ, "LD_LIBRARY_PATH": str(CACHE / "stand-ins")}
    script = [str(python), str(HERE / "compare.py")]
    subprocess.run([*script, "--write-models"], check=True, env=environment)
    times = {}
    for _ in range(arguments.rounds):
        for index in range(len(MODELS)):
            for peer in PEERS:
                work = [*script, "--worker", peer, str(index),
                        "--iterations", str(arguments.iterations),
                        "--threads", str(arguments.threads)]
                out = subprocess.run(work, check=True, capture_output=True, text=True,
                                     env=environment).stdout
                times.setdefault((index, peer), []).extend(json.loads(out)["times"])
            times.setdefault((index, "vitrine"), []).extend(
                run_vitrine(arguments.program, index, arguments.iterations, arguments.threads))
    return times


def print_table(times):
    print("| model | PyTorch eager | ONNX Runtime | OpenVINO | Vitrine | to eager | to the faster peer |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for index, (name, *_rest) in enumerate(MODELS):
        medians = {who: percentile(times[index, who], 0.5) for who in [*PEERS, "vitrine"]}
        cells = [f"{medians[who]:.2f} ({percentile(times[index, who], 0.99):.2f})"
                 for who in [*PEERS, "vitrine"]]
        faster = min(medians["onnxruntime"], medians["openvino"])
        print(f"| {name} | {' | '.join(cells)} | {medians['vitrine'] / medians['pytorch']:.2f} | "
              f"{medians['vitrine'] / faster:.2f} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", default=str(ROOT / "build/release/bin/classifier_bench"))
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--iterations", type=int, default=60)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--json", help="file for all times")
    parser.add_argument("--write-models", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--worker", nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.write_models:
        return write_models()
    if arguments.worker:
        peer, index = arguments.worker
        return run_worker(peer, int(index), arguments.iterations, arguments.threads)
    times = compare(arguments, prepare_environment())
    print_table(times)
    if arguments.json:
        rows = [{"model": MODELS[i][0], "who": who, "times_ms": t} for (i, who), t in times.items()]
        pathlib.Path(arguments.json).write_text(json.dumps(rows))
    return None


if __name__ == "__main__":
    sys.exit(main())
