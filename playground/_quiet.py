"""Imports Keras without TensorFlow's start-up messages, which would stand in the user's cell above the canvas."""

import os
import sys
import tempfile


def import_keras() -> None:
    """Import Keras and its backend; what native code prints meanwhile is shown only when the import fails.

    TensorFlow prints from C++ before any of its own log levels is in force, so the descriptor itself is set aside.
    """
    if "keras" in sys.modules:
        return
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    sys.stderr.flush()
    shown = os.dup(2)
    with tempfile.TemporaryFile() as aside:
        os.dup2(aside.fileno(), 2)
        try:
            import keras
            import tensorflow as tf

            tf.config.list_physical_devices("GPU")
            del keras
        except BaseException:
            aside.seek(0)
            os.write(shown, aside.read())
            raise
        finally:
            os.dup2(shown, 2)
            os.close(shown)
