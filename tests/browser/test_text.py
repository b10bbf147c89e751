"""Text: a network that reads sentences learns its words at play, and the canvas says so."""

from playwright.sync_api import expect

from tests.browser.hands import show
from tests.browser.lab import Notebook

CODE = """import keras
import playground as pg
review = keras.Input((), dtype="string", name="review")
flow = keras.layers.TextVectorization(max_tokens=200, output_sequence_length=16, name="words")(review)
flow = keras.layers.Embedding(200, 4, name="vectors")(flow)
mood = keras.layers.Dense(2, name="mood")(keras.layers.GlobalAveragePooling1D(name="mean")(flow))
studio = pg.Studio(pg.from_keras(keras.Model(review, mood)), data="sentences", config=pg.TrainingConfig(epochs=1))
studio"""


def test_words_are_learned_at_play_and_other_data_makes_them_stale(notebook: Notebook):
    canvas = notebook.show(CODE).ready()
    show(canvas)
    learns = canvas.get("learns-words")
    expect(learns).to_have_text("adapts at play")
    canvas.get("choose-data").click()
    expect(canvas.get("data-summary")).to_contain_text("The ending was really moving")
    canvas.get("play").click()
    expect(learns).to_have_text("adapted")
    assert notebook.evaluate("studio.model.get_layer('words').get_vocabulary()[:2]") == ["", "[UNK]"]
    notebook.execute("studio.data = pg.datasets.sentences(samples=100, seed=2)")
    expect(learns).to_have_text("adapts anew")
    learns.click()
    expect(canvas.get("learned")).to_have_text("Has learned from other data; learns anew when you press play.")
