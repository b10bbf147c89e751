from playground.catalog._docstring import parameters_of, shortened, summary_of


class Base:
    """The base.

    Args:
        inherited: From the base.
        own: Hidden by the subclass.
    """


class Documented(Base):
    """A summary
    over two lines.

    More of it.

    Args:
        own: int, the first
            and its second line, see [a link](https://example.org).
        one, other: Two at once.
        **kwargs: The rest.

    Returns:
        nothing: of this.
    """


class Indented:
    """Text before.

    Args:
        deep: Found all the same.
    """


def test_the_summary_is_the_first_paragraph_on_one_line():
    assert summary_of(Documented) == "A summary over two lines."


def test_parameters_have_their_texts_and_those_of_the_bases():
    assert parameters_of(Documented) == {
        "own": "int, the first and its second line, see a link.",
        "one": "Two at once.",
        "other": "Two at once.",
        "kwargs": "The rest.",
        "inherited": "From the base.",
    }


def test_an_indented_section_is_read():
    assert parameters_of(Indented) == {"deep": "Found all the same."}


def test_a_class_without_a_docstring_has_no_texts():
    assert (summary_of(type("Bare", (), {})), parameters_of(type("Bare", (), {}))) == ("", {})


def test_a_long_text_ends_with_a_sentence():
    text = "First sentence of some length, long enough to be kept as it is. " * 6
    assert shortened(text) == ("First sentence of some length, long enough to be kept as it is. " * 3).strip()


def test_a_long_sentence_ends_with_a_word():
    assert shortened("word " * 100).endswith("word …")
