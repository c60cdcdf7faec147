"""The measured networks, once as PyTorch calls and once as an ONNX graph, with the same weights."""

import numpy as np

BLOCKS = [  # repeats, kernel, stride, expansion, channels of EfficientNet-Lite0
    (1, 3, 1, 1, 16),
    (2, 3, 2, 6, 24),
    (2, 5, 2, 6, 40),
    (3, 3, 2, 6, 80),
    (3, 5, 1, 6, 112),
    (4, 5, 2, 6, 192),
    (1, 3, 1, 6, 320),
]


def same_padding(size, kernel, stride):
    total = max((-(-size // stride) - 1) * stride + kernel - size, 0)
    return total // 2, total - total // 2


def resnet18(net, x, stem):
    if stem == "cifar":
        x = net.relu(net.norm("bn1", net.conv("conv1", x, 1, 1, 1)))
    else:
        x = net.relu(net.norm("bn1", net.conv("conv1", x, 2, 3, 3)))
        x = net.max_pool(x, 3, 2, 1)
    for stage in range(4):
        for block in range(2):
            name = f"layer{stage + 1}.{block}"
            stride = 2 if stage > 0 and block == 0 else 1
            y = net.relu(net.norm(f"{name}.bn1", net.conv(f"{name}.conv1", x, stride, 1, 1)))
            y = net.norm(f"{name}.bn2", net.conv(f"{name}.conv2", y, 1, 1, 1))
            if stride == 2:
                x = net.conv(f"{name}.downsample.0", x, 2, 0, 0)
                x = net.norm(f"{name}.downsample.1", x)
            x = net.relu(net.add(y, x))
    return net.linear("fc", net.average(x))


def lite0(net, x):
    size = 224

    def conv(name, x, kernel, stride, groups=1):
        nonlocal size
        before, after = same_padding(size, kernel, stride)
        size = -(-size // stride)
        return net.conv(name, x, stride, before, after, groups)

    x = net.relu6(net.norm("_bn0", conv("_conv_stem", x, 3, 2)))
    channels, index = 32, 0
    for repeats, kernel, stride, expansion, out in BLOCKS:
        for repeat in range(repeats):
            name, step, entry = f"_blocks.{index}", stride if repeat == 0 else 1, x
            inner = channels * expansion
            if expansion != 1:
                x = net.relu6(net.norm(f"{name}._bn0", conv(f"{name}._expand_conv", x, 1, 1)))
            x = conv(f"{name}._depthwise_conv", x, kernel, step, inner)
            x = net.relu6(net.norm(f"{name}._bn1", x))
            x = net.norm(f"{name}._bn2", conv(f"{name}._project_conv", x, 1, 1))
            if step == 1 and channels == out:
                x = net.add(x, entry)
            channels, index = out, index + 1
    x = net.relu6(net.norm("_bn1", conv("_conv_head", x, 1, 1)))
    return net.linear("_fc", net.average(x))


class TorchNetwork:
    """Eager operators, as a model from torchvision would call them."""

    def __init__(self, weights, epsilon):
        import torch

        self.torch, self.functional = torch, torch.nn.functional
        self.weights = {name: torch.from_numpy(value) for name, value in weights.items()}
        self.epsilon = epsilon

    def conv(self, name, x, stride, before, after, groups=1):
        padding = before
        if before != after:
            x, padding = self.functional.pad(x, (before, after, before, after)), 0
        return self.functional.conv2d(
            x, self.weights[name + ".weight"], None, stride, padding, 1, groups
        )

    def norm(self, name, x):
        w = self.weights
        return self.functional.batch_norm(
            x, w[name + ".running_mean"], w[name + ".running_var"], w[name + ".weight"],
            w[name + ".bias"], False, 0.1, self.epsilon,
        )

    def relu(self, x):
        return self.functional.relu(x, inplace=True)

    def relu6(self, x):
        return self.functional.relu6(x, inplace=True)

    def add(self, x, y):
        return x + y

    def max_pool(self, x, kernel, stride, padding):
        return self.functional.max_pool2d(x, kernel, stride, padding)

    def average(self, x):
        return self.functional.adaptive_avg_pool2d(x, 1).flatten(1)

    def linear(self, name, x):
        return self.functional.linear(x, self.weights[name + ".weight"], self.weights[name + ".bias"])


class OnnxNetwork:
    """Collects ONNX nodes; names of values are what it hands round."""

    def __init__(self, weights, epsilon):
        self.weights, self.epsilon = weights, epsilon
        self.nodes, self.used = [], {}

    def node(self, kind, inputs, **attributes):
        import onnx

        name = f"value{len(self.nodes)}"
        self.nodes.append(onnx.helper.make_node(kind, inputs, [name], **attributes))
        return name

    def weight(self, name):
        self.used[name] = self.weights[name]
        return name

    def conv(self, name, x, stride, before, after, groups=1):
        weight = self.weight(name + ".weight")
        kernel = list(self.weights[weight].shape[2:])
        return self.node("Conv", [x, weight], strides=[stride] * 2, group=groups,
                         kernel_shape=kernel, pads=[before, before, after, after])

    def norm(self, name, x):
        parts = ("weight", "bias", "running_mean", "running_var")
        inputs = [x] + [self.weight(f"{name}.{part}") for part in parts]
        return self.node("BatchNormalization", inputs, epsilon=self.epsilon)

    def relu(self, x):
        return self.node("Relu", [x])

    def relu6(self, x):
        self.used["zero"], self.used["six"] = np.float32(0), np.float32(6)
        return self.node("Clip", [x, "zero", "six"])

    def add(self, x, y):
        return self.node("Add", [x, y])

    def max_pool(self, x, kernel, stride, padding):
        return self.node("MaxPool", [x], kernel_shape=[kernel] * 2, strides=[stride] * 2,
                         pads=[padding] * 4)

    def average(self, x):
        return self.node("Flatten", [self.node("GlobalAveragePool", [x])])

    def linear(self, name, x):
        return self.node("Gemm", [x, self.weight(name + ".weight"), self.weight(name + ".bias")],
                         transB=1)

    def save(self, output, size, path):
        import onnx

        value = onnx.helper.make_tensor_value_info
        graph = onnx.helper.make_graph(
            self.nodes, "network",
            [value("input", onnx.TensorProto.FLOAT, [1, 3, size, size])],
            [value(output, onnx.TensorProto.FLOAT, None)],
            [onnx.numpy_helper.from_array(np.asarray(array), name)
             for name, array in self.used.items()],
        )
        opset = [onnx.helper.make_opsetid("", 17)]
        onnx.save(onnx.helper.make_model(graph, opset_imports=opset, ir_version=9), path)


def random_resnet18(stem, classes):
    """Weights of the right scale; speed does not depend on their values."""
    random = np.random.default_rng(0)
    weights = {}

    def conv(name, out, inp, kernel):
        scale = (2 / (inp * kernel * kernel)) ** 0.5
        weights[name + ".weight"] = random.normal(0, scale, (out, inp, kernel, kernel))

    def norm(name, channels):
        weights[name + ".weight"] = random.uniform(0.5, 1.0, channels)
        weights[name + ".bias"] = random.normal(0, 0.1, channels)
        weights[name + ".running_mean"] = random.normal(0, 0.1, channels)
        weights[name + ".running_var"] = random.uniform(0.75, 1.25, channels)

    conv("conv1", 64, 3, 3 if stem == "cifar" else 7)
    norm("bn1", 64)
    channels = 64
    for stage in range(4):
        out = 64 << stage
        for block in range(2):
            name = f"layer{stage + 1}.{block}"
            conv(f"{name}.conv1", out, channels, 3)
            norm(f"{name}.bn1", out)
            conv(f"{name}.conv2", out, out, 3)
            norm(f"{name}.bn2", out)
            if out != channels:
                conv(f"{name}.downsample.0", out, channels, 1)
                norm(f"{name}.downsample.1", out)
            channels = out
    weights["fc.weight"] = random.normal(0, 0.05, (classes, 512))
    weights["fc.bias"] = random.normal(0, 0.1, classes)
    return {name: value.astype(np.float32) for name, value in weights.items()}
