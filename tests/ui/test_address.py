"""Choices that stand in the address: they outlive a page run that the reader was quicker than."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def _script() -> None:
    import streamlit as st

    from yearbook.ui.url_state import pick_preferred

    count = st.session_state.get("count", 1)
    if st.session_state.get("label unknown"):
        st.session_state["fruit"] = None
    chosen = pick_preferred("fruit", ["apple", "pear"], key="fruit", default="apple", name=lambda code: f"{code} ({count})")
    st.text(f"chosen: {chosen}")


def test_a_choice_stands_in_the_address_by_its_code() -> None:
    app = AppTest.from_function(_script).run()
    assert "fruit" not in app.query_params
    app.selectbox[0].set_value("pear").run()
    assert app.query_params["fruit"] == "pear"


def test_a_link_sets_the_choice() -> None:
    app = AppTest.from_function(_script)
    app.query_params["fruit"] = "pear"
    assert app.run().text[0].value == "chosen: pear"


def test_a_reader_who_is_quicker_than_the_page_keeps_the_choice() -> None:
    """A run that is cut short has told Streamlit new labels; the label that the browser still shows is no choice to it then."""
    app = AppTest.from_function(_script)
    app.query_params["fruit"] = "pear"
    app.run()
    app.session_state["count"], app.session_state["label unknown"] = 2, True
    assert app.run().text[0].value == "chosen: pear"
    assert app.selectbox[0].options == ["apple (2)", "pear (2)"]


def test_the_default_can_be_chosen_again() -> None:
    app = AppTest.from_function(_script)
    app.query_params["fruit"] = "pear"
    app.run().selectbox[0].set_value("apple").run()
    assert app.text[0].value == "chosen: apple"
    assert "fruit" not in app.query_params


def test_a_code_that_is_no_option_is_passed_over() -> None:
    app = AppTest.from_function(_script)
    app.query_params["fruit"] = "plum"
    assert app.run().text[0].value == "chosen: apple"


def _linking_script() -> None:
    import streamlit as st

    from yearbook.ui.url_state import EDITION, choose_many, current_run, keep, link_to

    if "edition" in st.query_params:
        keep(EDITION, st.query_params["edition"])
    choose_many("fruit", ["apple", "pear", "plum"], key="fruit", default=["apple"], name=str.upper)
    st.text(repr(link_to("en", metric="m")))
    st.text(repr(current_run().choices["fruit"].codes))


def test_links_inside_the_product_keep_the_edition_and_the_language() -> None:
    app = AppTest.from_function(_linking_script).run()
    assert app.text[0].value == repr({"metric": "m", "lang": "en"})
    app.query_params["edition"] = "3"
    assert app.run().text[0].value == repr({"metric": "m", "edition": "3", "lang": "en"})


def test_a_default_that_was_emptied_is_told_from_one_that_was_left() -> None:
    app = AppTest.from_function(_linking_script).run()
    assert app.text[1].value == repr(("apple",))
    app.multiselect[0].set_value([]).run()
    assert app.text[1].value == repr(("",))
    assert "fruit" in app.query_params
    linked = AppTest.from_function(_linking_script)
    linked.query_params["fruit"] = ""
    assert linked.run().multiselect[0].value == []
