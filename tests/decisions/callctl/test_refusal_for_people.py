"""How a refused request is told to people."""

from callctl.api import refusal_for_people

PROBLEM = {
    "type": "about:blank",
    "title": "Fields are wrong",
    "status": 422,
    "detail": "Nothing was changed. Mend: /first_call_time",
    "code": "invalid_fields",
    "request_id": "r-1",
    "errors": [
        {"field": "/first_call_time", "code": "clock_time", "message": "is no clock time: write 09:00", "value": "9"},
        {"field": "/agent_id", "code": "required", "message": "is missing", "value": None},
    ],
}


def test_problem_details_are_told_with_every_wrong_field_and_its_value() -> None:
    assert refusal_for_people(422, PROBLEM).splitlines() == [
        "refused with 422 (invalid_fields): Fields are wrong. Nothing was changed. Mend: /first_call_time",
        "    /first_call_time: is no clock time: write 09:00, found '9'",
        "    /agent_id: is missing",
    ]


def test_a_refusal_in_the_words_of_bolna_is_told() -> None:
    body = {"error": 404, "message": "Agent not found: a-1"}

    assert refusal_for_people(404, body) == "refused with 404: Agent not found: a-1"


def test_a_refusal_without_words_is_told_by_its_status() -> None:
    assert refusal_for_people(502, None) == "refused with 502"
    assert refusal_for_people(500, {}) == "refused with 500: no reason was given"
