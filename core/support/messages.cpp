// The English sentence for every error code that the program knows.
#include "core/support/result.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace vitrine {
namespace {

struct Message {
    std::string_view code;
    /// {0}, {1} … stand for the arguments; a part in [brackets] is left out when one of its
    /// arguments is missing.
    std::string_view text;
};

constexpr std::array messages{
    // Files
    Message{"disk_full", "The disk is full: {0} could not be written and is as it was before."},
    Message{"no_permission", "You may not access {0}: the system does not permit it."},
    Message{"unwritable", "{0} could not be written[: {1}]."},
    Message{"overwrites_input", "{0} would replace {1}, which it is made from. Choose another "
                                "file for the result."},
    Message{"unreadable", "{0} could not be read[: {1}]."},
    Message{"vanished", "{0} does not exist (any more)."},
    Message{"is_a_folder", "{0} is a folder, not a file."},
    Message{"not_a_file",
            "{0} is a pipe or a device, not a file. Save its content as a file first."},
    Message{"folder_vanished", "The folder {0} does not exist (any more)."},
    Message{"folder_closed", "You may not open the folder {0}: the system does not permit it."},
    Message{"folder_unreadable", "The folder {0} could not be read[: {1}]."},
    Message{"folder_without_pictures", "There are no pictures in the folder {0}."},
    Message{"folder_silent", "The folder {0} does not answer."},
    Message{"too_slow", "{0} could not be read in time."},
    Message{"folder_full", "The folder {0} holds more than {1} files."},
    Message{"file_too_large", "{0} is too large: {1} bytes, and at most {2} are read."},
    Message{"wrong_usage", "This cannot be done: {0}. See “vitrine --help”."},
    Message{"output_failed", "The results could not be written[: {0}]."},
    // The window
    Message{"font_replaced", "The font {0} is not installed; {2} is used instead. Install the "
                             "package {1}."},
    Message{"font_missing", "The font {0} is not installed, and nothing here can take its place. "
                            "Install the package {1}."},
    Message{"already_running", "Vitrine is already open[ (process {0})]; only one window is shown "
                               "at a time."},
    Message{"settings_damaged", "The settings were damaged and begin afresh; the damaged file is "
                                "kept as {0}."},
    Message{"settings_value", "These settings are not valid, and their defaults are used: {0}."},
    Message{"settings_unreadable", "The settings could not be read, and the defaults are used: "
                                   "{0}[: {1}]."},
    Message{"settings_unwritable", "The settings could not be written: {0}[: {1}]."},
    Message{"settings_newer", "The settings were written by a newer version (format {0}): they are "
                              "read and never changed."},
    Message{"bad_staff_code", "A staff code is 4 to 12 digits."},
    // Pictures
    Message{"empty_file", "The file is empty."},
    Message{"not_an_image", "This is not a picture (JPEG, PNG, WebP, BMP, TIFF or GIF)."},
    Message{"truncated", "The picture is cut off: a part of the file is missing."},
    Message{"damaged", "The picture is damaged[: {0}]."},
    Message{"too_large",
            "The picture is too large: {0} × {1} pixels, and at most {2} are allowed."},
    Message{"unsupported", "Pictures of this kind are not supported ({0}[: {1}])."},
    // Cameras, films and streams
    Message{"bad_source", "“{0}” is no source of pictures[: {1}]."},
    Message{"no_camera", "No camera was found. Plug one in."},
    Message{"no_such_camera", "There is no camera called “{0}”[; known are: {1}]."},
    Message{"camera_busy", "The camera {0} is in use by another program. Close that one first."},
    Message{"camera_denied", "You may not use the camera {0}. Being in the group “video” usually "
                             "permits it."},
    Message{"camera_gone", "The camera {0} is not there (any more). Is it plugged in?"},
    Message{"camera_failed", "The camera {0} has failed[: {1}]."},
    Message{"not_a_camera", "{0} is no camera."},
    Message{"no_camera_format", "The camera {0} gives its pictures in no form that is known here[: "
                                "{1}]."},
    Message{"not_a_video", "{0} cannot be shown as a film[: {1}]."},
    Message{"stream_failed", "The stream {0} could not be opened[: {1}]."},
    Message{"stream_lost", "The stream {0} has ended or broken off."},
    Message{"no_video_support", "Films and streams cannot be opened[: {0}]. Install Vitrine again, "
                                "or run scripts/setup and build."},
    Message{"no_face_finder",
            "Faces before the camera cannot be noticed[: {0}]. Install the package "
            "opencv-data."},
    // Model files
    Message{"bad_architecture", "“{0}” names no network that is known here[; known are: {1}]."},
    Message{"bad_manifest", "The model's description is wrong at “{0}”[: {1}]."},
    Message{"newer_schema", "This was made by a newer version of the program (format {0}; "
                            "known here: {1})."},
    Message{"not_a_model", "{0} holds tensors, but no description of a model. Use “vitrine "
                           "import” first."},
    Message{"bad_golden_picture", "{0} cannot be a golden picture[: {1}]"},
    Message{"golden_mismatch", "The model's golden pictures do not fit its description[: {0}]."},
    Message{"pth_holds_code", "The file carries code ({0}) and was not run. Save the state dict "
                              "alone: torch.save(model.state_dict(), path)."},
    Message{"bad_pth", "This is not a state dict that can be read[: {0}]. Save it with "
                       "torch.save(model.state_dict(), path)."},
    Message{"bad_safetensors", "This is not a valid safetensors file[: {0}]."},
    Message{"bad_labels", "The list of labels is wrong at {0}[: {1}]."},
    Message{"bad_card", "{0} is no description of a model[: {1}]."},
    Message{"no_such_model", "There is no model called “{0}”[; known are: {1}]."},
    Message{"model_hidden",
            "{0} is not used: another model is called “{1}” too and comes first ({2})."},
    Message{"no_models",
            "No model was found[ in {0}]. Install Vitrine again, run scripts/setup, or "
            "name a folder of models in VITRINE_MODELS."},
    Message{"not_recognised",
            "The tensors belong to no network that is known here[ ({0})]. Name it "
            "with --arch."},
    Message{"no_such_names",
            "“{0}” is no way of naming tensors[ that {1} can be exported with]. Known "
            "are torchvision and, for ResNets, tutorial."},
    Message{"unexpected_tensor", "The file holds a tensor that the network has no place for: {0}."},
    Message{"missing_tensor", "The model lacks the tensor {0}."},
    Message{"wrong_shape", "The tensor {0} has the wrong shape: {1} is needed, it has {2}."},
    Message{"wrong_type", "The tensor {0} holds {1}, where floating-point numbers are needed."},
    // Data sets
    Message{"bad_dataset", "The data set is wrong: {0}[: {1}]."},
    Message{"no_such_split", "{0} has no part called “{1}”."},
    Message{"no_pictures", "There are no pictures in {0}."},
    Message{"loose_pictures", "The pictures in {0} lie in no folder of a class."},
    Message{"one_class", "{0} holds one class only, “{1}”; two at least are needed."},
    Message{"one_filled_class", "{0} has training pictures of “{1}” only; there are none of: {2}."},
    Message{"empty_classes", "{0} has no picture that can be trained on of: {1}."},
    Message{"no_test_pictures", "{0} has a folder “test” without a picture that can be used."},
    Message{"too_few_pictures", "{0} has too few pictures to keep some for the test."},
    Message{"unknown_test_classes", "{0} has test pictures of what is not in “train”: {1}."},
    Message{"class_unreadable", "The folder {0} cannot be opened."},
    Message{"cifar10_incomplete", "{0} is not all of CIFAR-10 in its binary version: there is no "
                                  "{1}."},
    Message{"unknown_class", "The model knows no class called “{0}”."},
    Message{"ambiguous_class", "“{0}” is the name of several classes."},
    Message{"wrong_folder_level", "{0} is not the folder of the data set; did you mean {1}?"},
    Message{"test_from_training", "There are no test pictures: {0} % of each class are held back "
                                  "and not trained on."},
    Message{"pictures_left_out", "{0} pictures are left out, as was asked for."},
    Message{"bad_curves", "{0} holds no curves that can be read[: {1}]."},
    Message{"no_curves", "{0} holds neither a loss nor an accuracy."},
    Message{"duplicates", "{0} test pictures are among the training pictures too, so that the "
                          "accuracy comes out too high."},
    Message{"few_pictures", "The class “{0}” has few pictures to learn from: {1}."},
    Message{"unequal_classes", "The classes have very unequal numbers of pictures: “{0}” has {1}, "
                               "“{2}” has {3}."},
    Message{"cache_unused", "The pictures will have to be decoded again next time[: {0}]"},
    Message{"interrupted", "Interrupted."},
    // Training
    Message{"bad_recipe", "The recipe is wrong at “{0}”[: {1}]."},
    Message{"no_such_recipe", "There is no recipe called “{0}”[; known are: {1}]."},
    Message{"in_use", "Another training is running in {0}."},
    Message{"folder_used", "{0} holds a training already. Carry it on with --resume, or name "
                           "another folder."},
    Message{"folder_not_empty", "{0} holds other files. Name an empty or a new folder."},
    Message{"no_predictions", "The training in {0} has not finished an epoch yet."},
    Message{"bad_predictions", "What the model answered is damaged: {0}[: {1}]."},
    Message{"other_pictures", "The data set in {0} is not the one that was trained on."},
    Message{"nothing_to_resume", "There is no training in {0} that could be resumed."},
    Message{"changed_on_resume", "This is not the training that was begun here; changed: {0}."},
    Message{"resumed_elsewhere", "Resumed, but computed differently, so that the results will not "
                                 "be the same to the bit: {0}."},
    Message{"started_over", "No checkpoint had been written yet; the training starts anew."},
    Message{"checkpoint_damaged", "The checkpoint {0} is damaged[: {1}] The other one is used."},
    Message{"checkpoints_lost", "None of the checkpoints in {0} can be used[: {1}]"},
    Message{"too_little_room", "The training needs {1} MB in {0}, where {2} MB are free."},
    Message{"disk_full_waiting", "The disk is full. The training waits for room in {0}."},
    Message{"disk_has_room", "The disk has room again; the training goes on."},
    Message{"diverged", "The training was stopped at step {0}: {1}. A lower learning rate may "
                        "help."},
    Message{"no_trainer", "The training could not be started: {0}[: {1}]."},
    Message{"training_elsewhere", "Another training is running on this machine."},
    Message{"training_ended_here", "The training did not stop when asked and was ended."},
    Message{"picture_left_out", "{0} is left out[: {1}]"},
    // Backends
    Message{"bad_precision", "“{0}” is no precision: auto, float32, bfloat16 or float16."},
    Message{"wrong_input_size", "The network needs pictures of {0}, not of {1}."},
    Message{"deadline_passed", "Computing took too long and was given up."},
    Message{"out_of_memory", "There is not enough memory[: {0}]."},
    Message{"device_lost", "The device has failed[: {0}]."},
    Message{"not_a_number", "The result is not a number: this model cannot be computed here."},
    Message{"compute_failed", "Computing has failed[: {0}]."},
    Message{"unsupported_architecture", "This backend cannot compute the network[ {0}][: {1}]."},
    Message{"golden_disagrees", "The model's golden pictures come out wrong on this device: they "
                                "differ by {0}, and at most {1} is allowed. The model is refused."},
    Message{"unsupported_precision", "The device cannot compute in this precision[ ({0})]."},
    Message{"precision_disagrees", "Gradients come out wrong in {0} on this device (by {1})."},
    Message{"no_such_device", "There is no such device[: {0}][ (backend {1})]."},
    Message{"cannot_train", "This backend cannot train[ ({0})]; it only classifies."},
    Message{"no_such_backend", "There is no backend called “{0}”[; known are: {1}]."},
    Message{"no_backend", "No backend can be used[: {0}]."},
    Message{"no_device", "There is no device for this backend[: {0}]."},
    Message{"missing_library", "A library is missing: {0}[. {1}]"},
    Message{"damaged_library", "A library is damaged: {0} ({1})[. {2}]"},
    Message{"not_ours",
            "This is not a plugin of this program[: {0}]. Remove it, or install Vitrine "
            "again."},
    Message{"wrong_abi", "The plugin was built for another version of this program (interface "
                         "{0}; needed: {1}). Install Vitrine again."},
    Message{"failed", "The backend could not be started[: {0}]."},
};

/// What a file says of itself can be of any length; a sentence cannot.
std::string shortened(const std::string &argument) {
    constexpr std::size_t most = 1000, kept = 400;
    std::string line = argument;
    if (line.size() > most) {
        std::size_t end = kept;
        while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xC0U) == 0x80U) // inside UTF-8
            --end;
        line.resize(end);
        line += "…";
    }
    std::ranges::replace(line, '\n', ' '); // what follows would look like a message of its own
    return line;
}

/// A part that ends a sentence brings the full stop that `words` may begin with.
void append(std::string &sentence, std::string_view words) {
    if (sentence.ends_with('.') && words.starts_with('.'))
        words.remove_prefix(1);
    sentence += words;
}

/// Every placeholder of `text` replaced; `used` becomes the number of arguments that it names.
std::string substitute(std::string_view text, const std::vector<std::string> &arguments,
                       std::size_t &used, bool &complete) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '{') {
            append(result, text.substr(i, 1));
            continue;
        }
        const auto index = static_cast<std::size_t>(text[i + 1] - '0');
        used = std::max(used, index + 1);
        if (index < arguments.size())
            result += arguments[index].empty() ? "“”" : shortened(arguments[index]);
        else
            complete = false;
        i += 2;
    }
    return result;
}

/// Whether one of the part's arguments is there and empty.
bool names_nothing(std::string_view part, const std::vector<std::string> &arguments) {
    for (std::size_t at = part.find('{'); at != std::string_view::npos;
         at = part.find('{', at + 1)) {
        const auto index = static_cast<std::size_t>(part[at + 1] - '0');
        if (index < arguments.size() && arguments[index].empty())
            return true;
    }
    return false;
}

std::string joined(const std::vector<std::string> &arguments, std::size_t first) {
    std::string result;
    for (std::size_t i = first; i < arguments.size(); ++i)
        result += (i == first ? "" : ", ") + arguments[i];
    return result;
}

std::string code_and_arguments(const Error &error) {
    return error.arguments.empty() ? error.code : error.code + ": " + joined(error.arguments, 0);
}

} // namespace

std::string english_message(const Error &error) {
    const auto *const message = std::ranges::find(messages, error.code, &Message::code);
    if (message == messages.end())
        return code_and_arguments(error);
    std::string result;
    std::size_t used = 0;
    bool complete = true;
    std::string_view rest = message->text;
    while (!rest.empty()) {
        const bool optional = rest.front() == '[';
        const std::size_t end = rest.find(optional ? ']' : '[');
        std::string_view part = rest.substr(0, end);
        rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + optional);
        if (!optional) {
            append(result, substitute(part, error.arguments, used, complete));
            continue;
        }
        part.remove_prefix(1);
        bool present = !names_nothing(part, error.arguments);
        const std::string words = substitute(part, error.arguments, used, present);
        if (present)
            append(result, words);
    }
    if (!complete)
        return code_and_arguments(error);
    if (error.arguments.size() > used)
        result += " (" + joined(error.arguments, used) + ")";
    return result;
}

} // namespace vitrine
