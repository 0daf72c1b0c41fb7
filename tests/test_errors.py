"""Errors: one base, the fitting builtin, a stable id and a place."""

import pickle

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
    errors.OptionError: ValueError,
    errors.KeyFileError: ValueError,
    errors.StateError: ValueError,
    errors.UnsoundError: RuntimeError,
    errors.InternalError: RuntimeError,
}


def test_every_class_of_the_module_is_in_the_table():
    assert {errors.YijinError, *FITTING} == {getattr(errors, name) for name in errors.__all__}


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


def test_a_key_never_shows_in_an_error(mini):
    with pytest.raises(errors.KeyFileError) as caught:
        yj.open(mini, key="geheim")
    assert "geheim" not in repr(caught.value)
    assert "geheim" not in str(caught.value)
