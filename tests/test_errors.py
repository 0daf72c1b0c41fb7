"""Errors: one base, the fitting builtin, a stable id and a place."""

import pickle
from pathlib import Path

import pytest
import yijin as yj
from yijin import errors

FITTING = {
    errors.NotFoundError: FileNotFoundError,
    errors.UnreadableError: ValueError,
    errors.HeaderError: ValueError,
    errors.CampaignError: ValueError,
    errors.UnknownNameError: ValueError,
    errors.NeedsTableError: LookupError,
    errors.NotAdditiveError: TypeError,
    errors.OptionError: ValueError,
    errors.GlyphError: ValueError,
    errors.KeyFileError: ValueError,
    errors.StateError: ValueError,
    errors.UnsoundError: RuntimeError,
    errors.InternalError: RuntimeError,
}


def test_every_class_of_the_module_is_in_the_table():
    assert {errors.YijinError, errors.FreshKeyWarning, *FITTING} == {getattr(errors, name) for name in errors.__all__}


@pytest.mark.parametrize(("kind", "builtin"), FITTING.items())
def test_an_error_has_its_builtin_its_message_and_its_place(kind, builtin):
    error = kind("expected a, found b", "some-id", "甲.csv", "表一", 812, "金额")
    assert isinstance(error, builtin)
    assert isinstance(error, yj.YijinError)
    assert str(error) == "expected a, found b"
    assert (error.id, error.file, error.sheet, error.row, error.column) == ("some-id", "甲.csv", "表一", 812, "金额")
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), again.__dict__) == (kind, str(error), error.__dict__)


@pytest.mark.parametrize(
    ("call", "kind", "id", "words"),
    [
        (lambda mini: yj.open(mini / "ledgr.csv"), errors.NotFoundError, "not-found", "ledger.csv"),
        (lambda mini: yj.open(mini, encoding="utf-9"), errors.UnknownNameError, "unknown-name", "expected an encoding"),
        (lambda mini: yj.open(mini, encoding="big5"), errors.UnreadableError, "unsupported-encoding", "Big5"),
        (lambda mini: yj.open(mini, campaign=mini / "ledgr.csv"), errors.NotFoundError, "not-found", "did you mean 'ledger.csv'"),
        (lambda mini: yj.open(mini, campaign=mini / "ledger.csv"), errors.CampaignError, "bad-campaign", "ledger.csv"),
        (lambda mini: yj.open(mini, key=b"short"), errors.KeyFileError, "bad-key", "16"),
        (lambda mini: yj.open(mini).headline(by="provinse"), errors.UnknownNameError, "unknown-name", "did you mean 'province'"),
        (lambda mini: yj.open(mini).evidence("houshold"), errors.UnknownNameError, "unknown-name", "did you mean 'households'"),
        (lambda mini: yj.open(mini).headline(by="source"), errors.NeedsTableError, "needs-table", "suppliers"),
        (lambda mini: yj.open(mini).headline(as_of="2019-13-01"), errors.OptionError, "bad-option", "2019-13-01"),
        (lambda mini: yj.open(mini).headline(lang="fr"), errors.OptionError, "bad-option", "en or zh"),
    ],
)
def test_the_native_half_raises_them(mini, call, kind, id, words):
    with pytest.raises(kind) as caught:
        call(mini)
    assert caught.value.id == id
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
    assert not str(caught.value).endswith(".")


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda book: book.headline(where="stage=1"), "expected a mapping of dimension to value or values"),
        (lambda book: book.headline(where={1: "stage"}), "expected the name of a dimension before each value for where, found 1"),
        (lambda book: book.headline(by=None), "expected the name of a dimension, or several, for by, found None"),
        (lambda book: book.headline(by=["stage", 3]), "for by, found 3"),
        (lambda book: book.headline(as_of=20190831), "expected a date, or a text YYYY-MM-DD for as_of, found 20190831"),
        (lambda book: book.headline(period=None), "expected a text for period, found None"),
        (lambda _: yj.plain_headline("x", period=1), "expected a text for period, found 1"),
        (lambda book: book.evidence(None), "expected a text for metric, found None"),
        (lambda _: yj.open("x", threads=0), "expected a whole number from 1 to 1024 for threads, found 0"),
        (lambda _: yj.open("x", threads=10**20), "for threads, found 100000000000000000000"),
        (lambda _: yj.open("x", memory_limit=2**63), "expected a whole number from 0 to 9223372036854775807 for memory_limit, found"),
        (lambda _: yj.open("x", memory_limit=-1), "for memory_limit, found -1"),
        (lambda _: yj.open("x", memory_limit=10**5000), "for memory_limit, found a number too long to show"),
        (lambda _: yj.generate("x", lines=-5), "expected a whole number from 1 to 1000000000 for lines, found -5"),
        (lambda _: yj.generate("x", lines=1.5), "for lines, found 1.5"),
        (lambda _: yj.generate("x", lines=10, seed=-1), "expected a whole number from 0 to 18446744073709551615 for seed, found -1"),
        (lambda _: yj.generate("x", lines=10, seed=1 << 64), "for seed, found 18446744073709551616"),
    ],
)
def test_an_option_of_the_wrong_kind_says_what_is_expected(book, call, words):
    with pytest.raises(errors.OptionError) as caught:
        call(book)
    assert caught.value.id == "bad-option"
    assert words in str(caught.value)


def test_a_misspelt_language_is_refused_before_anything_is_read(book):
    for call in (lambda: yj.plain_headline("no such file", lang="fr"), lambda: book.headline(by="no such dimension", lang="fr")):
        with pytest.raises(errors.OptionError, match="expected en or zh for lang, found 'fr'"):
            call()


def test_a_text_of_the_wrong_kind_is_not_shown(book):
    with pytest.raises(errors.OptionError) as caught:
        book.headline(where="household=13800000002")
    assert "13800000002" not in str(caught.value)


@pytest.mark.parametrize("table", ["ledger", "projects"])
def test_a_person_masked_under_another_key_is_found(mini, tmp_path, table):
    rows = {
        "ledger": "order_id,order_date,product_id,quantity,amount,status,household_id\nB,2019-02-30,P,1,1,completed,H2\n",
        "projects": "community_id,enterprise_id,city,name,phone\nC1,E,成都市,a,13800000001\nC2,E,成都市,,13800000002\n",
    }
    (tmp_path / f"{table}.csv").write_text(rows[table], encoding="utf-8")
    given = {"ledger": mini / "ledger.csv", table: tmp_path / f"{table}.csv"}
    (written,) = yj.open(given, key=b"one key of 16 bytes").set_aside(tmp_path / "aside.csv")[-1:]
    with pytest.raises(errors.KeyFileError, match="masked the persons") as caught:
        yj.open([mini / "ledger.csv", written], key=b"another key of 16 bytes")
    error = caught.value
    assert (error.file, error.sheet, error.row) == (Path(written).name, None, 2)
    assert error.column == {"ledger": "household_id", "projects": "phone"}[table]
    assert f"({error.file}, row 2, column {error.column}); open it with the key=" in str(error)


def test_a_key_never_shows_in_an_error(mini):
    with pytest.raises(errors.KeyFileError) as caught:
        yj.open(mini, key="geheim")
    assert "geheim" not in repr(caught.value)
    assert "geheim" not in str(caught.value)
