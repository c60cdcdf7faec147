#!/usr/bin/env python3
"""`vitrine bench` beside PyTorch eager, ONNX Runtime and OpenVINO.

    bench/compare.py [--program build/release/bin/vitrine] [--rounds 7] [--iterations 60]

Makes its own virtual environment in .cache/bench the first time (about 700 MB to fetch; gcc and
binutils are needed). Same weights for all, float32, batch 1, the same number of threads. Each round
runs every contestant once, in its own process, so that none disturbs another and slow drifts of the
machine meet all alike; the table has the medians over the rounds of each round's median and 99th
percentile. The peers get finished float tensors; Vitrine's times include normalising the uint8
pixels. Below the table: a 768×768 matrix product through the CPU plugin and in PyTorch.
"""

import argparse
import json
import math
import os
import pathlib
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
CACHE = ROOT / ".cache" / "bench"
TORCH = ["torch==2.15.0", "torchvision==0.29.2"]
CUDA_PARTS = ["nvidia-cuda-runtime==13.2.86", "nvidia-cuda-cupti==13.2.86"]
LITE0 = ROOT / "third_party/efficientnet-lite0/efficientnet-lite0-57934424.pth"

# name, SPEC, pixels a side, epsilon of batch norm
MODELS = [
    ("ResNet-18, 32×32", "resnet18-cifar", 32, 1e-5),
    ("ResNet-18, 224×224", "resnet18-imagenet:classes=1000", 224, 1e-5),
    ("EfficientNet-Lite0, 224×224", "efficientnet-lite0", 224, 1e-3),
]
PRODUCT = 768
PEERS = ["pytorch", "onnxruntime", "openvino"]


def prepare_environment():
    """Returns the Python of the virtual environment, made where it is not there."""
    python = CACHE / "venv/bin/python"
    stamp = CACHE / "ready"
    if not stamp.exists():
        subprocess.run([sys.executable, "-m", "venv", str(CACHE / "venv")], check=True)
        install = [str(python), "-m", "pip", "install", "--quiet"]
        subprocess.run([*install, "-r", str(HERE / "requirements.txt")], check=True)
        subprocess.run([*install, "--no-deps", *TORCH, *CUDA_PARTS], check=True)
        sys.path.insert(0, str(HERE))
        import cuda_stand_ins

        torch_lib = next((CACHE / "venv/lib").glob("python3*/site-packages/torch/lib"))
        cuda_stand_ins.write_stand_ins(torch_lib, CACHE / "stand-ins")
        stamp.touch()
    return python


def weights_file(index):
    return CACHE / f"model{index}.safetensors"


def model_file(index):
    return CACHE / f"model{index}.vitrine.safetensors"


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


def summary(times):
    """Median and 99th percentile by the nearest rank, as `vitrine bench` gives them."""
    times = sorted(times)
    return {"median_ms": statistics.median(times),
            "p99_ms": times[math.ceil(0.99 * len(times)) - 1]}


def timed(call, iterations):
    settled = time.perf_counter() + 0.5
    warm_up = max(3, iterations // 10)
    while warm_up > 0 or time.perf_counter() < settled:
        call()
        warm_up -= 1
    times = []
    for _ in range(iterations):
        start = time.perf_counter()
        call()
        times.append(1e3 * (time.perf_counter() - start))
    return summary(times)


def run_worker(peer, index, iterations, threads):
    if index == "product":
        import torch

        torch.set_num_threads(threads)
        a, b = torch.rand(PRODUCT, PRODUCT), torch.rand(PRODUCT, PRODUCT)
        call = lambda: torch.mm(a, b)  # noqa: E731
    else:
        call = peer_call(peer, int(index), threads)
    print(json.dumps(timed(call, iterations)))


def import_models(program):
    for index, (_, spec, _, _) in enumerate(MODELS):
        subprocess.run([program, "import", weights_file(index), "--arch", spec, "--backend", "cpu",
                        "-o", model_file(index)], check=True, stderr=subprocess.DEVNULL)


def run_vitrine(program, index, iterations, threads):
    what = (["--matrix-product", str(PRODUCT)] if index == "product" else
            ["--model", model_file(index), "--iterations", str(iterations), "--precision", "float32"])
    out = subprocess.run(
        [program, "bench", *what, "--backend", "cpu", "--threads", str(threads), "--json"],
        check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout
    return json.loads(out)


def compare(arguments, python):
    environment = {**os.environ, "LD_LIBRARY_PATH": str(CACHE / "stand-ins")}
    script = [str(python), str(HERE / "compare.py")]
    subprocess.run([*script, "--write-models"], check=True, env=environment)
    import_models(arguments.program)
    rounds = {}
    for _ in range(arguments.rounds):
        for index in [*range(len(MODELS)), "product"]:
            for peer in PEERS if index != "product" else ["pytorch"]:
                work = [*script, "--worker", peer, str(index),
                        "--iterations", str(arguments.iterations),
                        "--threads", str(arguments.threads)]
                out = subprocess.run(work, check=True, capture_output=True, text=True,
                                     env=environment).stdout
                rounds.setdefault((index, peer), []).append(json.loads(out))
            rounds.setdefault((index, "vitrine"), []).append(
                run_vitrine(arguments.program, index, arguments.iterations, arguments.threads))
    return rounds


def middle(rounds, what):
    return statistics.median(r[what] for r in rounds)


def print_table(rounds):
    print("| model | PyTorch eager | ONNX Runtime | OpenVINO | Vitrine | to eager | to the faster peer |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for index, (name, *_rest) in enumerate(MODELS):
        medians = {who: middle(rounds[index, who], "median_ms") for who in [*PEERS, "vitrine"]}
        cells = [f"{medians[who]:.2f} ({middle(rounds[index, who], 'p99_ms'):.2f})"
                 for who in [*PEERS, "vitrine"]]
        faster = min(medians["onnxruntime"], medians["openvino"])
        print(f"| {name} | {' | '.join(cells)} | {medians['vitrine'] / medians['pytorch']:.2f} | "
              f"{medians['vitrine'] / faster:.2f} |")
    torch, ours = (middle(rounds["product", who], "median_ms") for who in ["pytorch", "vitrine"])
    print(f"\n{PRODUCT}×{PRODUCT} matrix product: PyTorch {torch:.2f} ms, through the CPU plugin "
          f"{ours:.2f} ms, ratio {ours / torch:.2f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", default=str(ROOT / "build/release/bin/vitrine"))
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--iterations", type=int, default=60)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--json", help="file for all figures")
    parser.add_argument("--write-models", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--worker", nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.write_models:
        return write_models()
    if arguments.worker:
        peer, index = arguments.worker
        return run_worker(peer, index, arguments.iterations, arguments.threads)
    rounds = compare(arguments, prepare_environment())
    print_table(rounds)
    if arguments.json:
        rows = [{"model": MODELS[i][0] if i != "product" else i, "who": who, "rounds": figures}
                for (i, who), figures in rounds.items()]
        pathlib.Path(arguments.json).write_text(json.dumps(rows))
    return None


if __name__ == "__main__":
    sys.exit(main())
