"""What happens before the first step: check, split, adapt, compile, and an engine with the data on the device."""

from collections.abc import Mapping
from typing import Any

from playground.datasets import Dataset
from playground.training._adapting import adapt, check_ranges, seen_by
from playground.training._binding import bind
from playground.training._compiling import Compilation, compile_model, recipe
from playground.training._config import TrainingConfig
from playground.training._engine_tensorflow import TensorFlowEngine
from playground.training._failures import Refused
from playground.training._preflight import preflight
from playground.training._tracing import tracing_of

_HELD = "_playground_engine"


class _Held:
    """An engine kept with its model, so that the next run need not trace and compile again."""

    def __init__(self, compilation: Compilation, engine: TensorFlowEngine) -> None:
        self.compilation = compilation
        self.engine = engine


def prepare(
    model: Any, data: Dataset | None, config: TrainingConfig, nodes: Mapping[str, str]
) -> tuple[Dataset, TensorFlowEngine]:
    """The data with its validation part, and an engine ready to run steps; `nodes` as `preflight` takes them.

    Raises:
        Refused: If the checks find a problem, or a layer can't be adapted to the data.
        ConfigError: If Keras refuses the configuration.
    """
    problems = preflight(model, data, config, nodes)
    if data is None or problems:
        raise Refused(problems[0])
    samples = seen_by(data, config)
    data = data.split(config.validation_split, config.seed)
    with tracing_of(model):
        binding = bind(model, data)
        anew = adapt(model, binding, data, samples, nodes)
        check_ranges(model, nodes)
        compilation = compile_model(model, recipe(binding, data.targets, config))
        train = binding.pack(data, config.class_weight)
        validation = binding.pack(data.validation) if data.validation is not None else None
        held: _Held | None = getattr(model, _HELD, None)
        same = held is not None and held.compilation is compilation
        if held is not None and not same:
            held.engine.retired = True
        fits = held is not None and same and held.engine.batch_size == config.batch_size
        if held is not None and fits and not anew and held.engine.reload(train, validation):
            return data, held.engine
        engine = TensorFlowEngine(model, config.batch_size, train, validation)
        setattr(model, _HELD, _Held(compilation, engine))
        return data, engine
