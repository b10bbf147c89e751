"""What is said when a run is prepared or ends early, explained."""

from playground.checking.rules._rule import said

RULES = (
    said("no_data", "No data", "error", "Choose a data set in the Data tab, or give the studio arrays of your own."),
    said(
        "no_targets",
        "Data without targets",
        "error",
        "Training compares what the network answers with targets. Give `from_arrays` a y; an autoencoder takes its "
        "inputs as targets too.",
    ),
    said(
        "too_few_samples",
        "Too few samples to hold some back",
        "error",
        "The validation split would leave no sample on one side. Bring more data, or set the split to 0.",
    ),
    said(
        "batch_size",
        "A batch larger than the data",
        "error",
        "A batch can't have more samples than there are to train on, after those for validation are held back.",
    ),
    said(
        "class_weight",
        "Class weights that can't be used",
        "error",
        "Class weights are for models with one output, and can't be combined with sample weights.",
    ),
    said(
        "configuration",
        "A training configuration that does not fit",
        "error",
        "An optimizer, loss or metric can't be made, or does not fit the outputs. The sentence gives the reason.",
    ),
    said(
        "adapting",
        "A preprocessing layer that can't be adapted",
        "error",
        "Layers such as Normalization and TextVectorization learn their tables from the training data before a run. "
        "What reaches this one is not what it takes; the sentence gives the reason.",
    ),
    said("network", "A network that can't be built", "error", "The drawing has a problem, which the sentence names."),
    said(
        "diverged",
        "The loss is not a number any more",
        "error",
        "A step was so large that numbers left the range of floats. Lower the learning rate, scale the inputs to "
        "around 1, or look for a loss that takes the logarithm of 0.",
        "The weights are those of the last step that was kept.",
    ),
    said(
        "out_of_memory",
        "Out of memory",
        "error",
        "The device could not hold the batch, the weights and what the optimizer remembers. Take smaller batches or "
        "fewer units.",
    ),
    said(
        "training_error",
        "Training failed",
        "error",
        "TensorFlow or a layer raised an error while training; the sentence gives the reason, and names the layer that "
        "can't be part of a step, or makes other rows than those of the samples.",
    ),
)
