"""The directory's look-ups, and whether an office hangs together."""

from __future__ import annotations

from dataclasses import replace

from appliance.core.model.ids import Prompt
from appliance.core.model.told import Told
from appliance.core.prompts import every_prompt, of_settings
from appliance.core.settings.checks import check
from appliance.core.settings.directory import Agent, Client, Directory, Menu, Office, neutral
from appliance.core.settings.lines import Choice, Line
from appliance.core.settings.loops import Loop
from appliance.core.words.spoken import SPOKEN


def menu(name: str, default: str = "1", **keys: Choice) -> Menu:
    return Menu(
        name, f"Prompt of {name}", {key[1:]: choice for key, choice in keys.items()}, default
    )


def leads_to(menu: str) -> Choice:
    return Choice("more", menu=menu)


TO_LOOP = Choice("insurance", loop="insurance")
OFFICE = Directory(
    Office("Fjordkontoret"),
    clients={"nordlys": Client("nordlys", "Nordlys")},
    lines={"one": Line("one", "+4710000001", "nordlys", "main", "nb")},
    menus={"main": menu("main", _1=TO_LOOP)},
    loops={"insurance": Loop("insurance", "Insurance", ("kari",))},
    agents={"kari": Agent("kari", "Kari", "sip:kari@127.0.0.1:5071", "da")},
)


def told(office: Directory) -> list[str]:
    return [str(problem) for problem in check(office)]


def with_menus(*menus: Menu) -> Directory:
    return replace(OFFICE, menus={menu.id: menu for menu in menus})


def test_a_line_is_known_by_the_dialled_number_first() -> None:
    two = Line("two", "+4710000002", "nordlys", "main", "nb")
    office = replace(OFFICE, lines={**OFFICE.lines, "two": two})
    known = office.line_for("+4710000002", ["+4710000001"])
    assert known == (two, Told.BY_DIALLED, "+4710000002")


def test_a_line_is_known_by_the_most_recent_diversion_that_is_ours() -> None:
    line, how, number = OFFICE.line_for("+4710000099", ["+4710000098", "+4710000001"])
    assert (line, how, number) == (OFFICE.lines["one"], Told.BY_DIVERTING, "+4710000001")
    assert OFFICE.client_of(line) == OFFICE.clients["nordlys"]


def test_equal_digits_are_the_same_line() -> None:
    two = Line("two", "+4510000002", "nordlys", "main", "nb")
    office = replace(OFFICE, lines={**OFFICE.lines, "two": two})
    assert office.line_for("4510000002", [])[0] == two
    assert office.line_for("reception", ["4510000002", "+4710000001"])[0] == two


def test_a_number_that_is_nobodys_has_no_line() -> None:
    line, how, number = OFFICE.line_for("+4710000099", [])
    assert (line, how, number) == (None, Told.BY_NOTHING, "")
    assert OFFICE.client_of(line) is None


def test_every_sentence_that_may_be_spoken_is_known_beforehand() -> None:
    prompts = list(of_settings(OFFICE))
    assert Prompt("Prompt of main", "nb") in prompts
    house = {prompt.language for prompt in prompts if prompt.text != "Prompt of main"}
    assert house == {"nb", "da"}
    assert len(prompts) == 1 + 2 * len(SPOKEN)


def test_menus_are_followed_once_even_in_a_ring() -> None:
    office = with_menus(menu("main", _1=leads_to("more")), menu("more", _1=leads_to("main")))
    assert [menu.id for menu in office.menus_from("main")] == ["main", "more"]
    assert office.menus_from("nowhere") == ()


def test_a_whole_office_and_an_empty_one_are_in_order() -> None:
    assert told(OFFICE) == told(neutral()) == []


def test_a_line_needs_its_client_and_its_menu() -> None:
    line = Line("one", "+4710000001", "nordlis", "mein", "nb")
    assert told(replace(OFFICE, lines={"one": line}))[:2] == [
        "lines.one.client: there is no [clients.nordlis]",
        "lines.one.menu: there is no [menus.mein]",
    ]


def test_two_lines_cannot_share_a_number() -> None:
    twin = replace(OFFICE.lines["one"], id="two")
    assert told(replace(OFFICE, lines={**OFFICE.lines, "two": twin})) == [
        "lines.two.number: +4710000001 is the number of [lines.one] too; a number has one line"
    ]


def test_a_key_leads_to_exactly_one_place() -> None:
    for choice in (Choice("none"), Choice("two", loop="insurance", message=True)):
        assert told(with_menus(menu("main", _1=TO_LOOP, _2=choice))) == [
            "menus.main.keys.2: a key leads to exactly one of "
            "loop, menu, say, message = true, or repeat = true"
        ]


def test_a_key_leads_to_what_exists() -> None:
    nowhere = menu("main", _1=TO_LOOP, _2=Choice("a", loop="x"), _3=leads_to("y"))
    assert told(with_menus(nowhere)) == [
        "menus.main.keys.2.loop: there is no [loops.x]",
        "menus.main.keys.3.menu: there is no [menus.y]",
    ]


def test_the_default_is_a_key_of_the_menu() -> None:
    assert told(with_menus(menu("main", "3", _1=TO_LOOP))) == [
        "menus.main.default: the menu has no key 3"
    ]


def test_a_caller_without_keys_never_goes_round_for_ever() -> None:
    ring = with_menus(
        menu("main", _1=leads_to("more"), _2=TO_LOOP), menu("more", _1=leads_to("main"))
    )
    assert told(ring) == [
        "menus.main.default: a caller who presses nothing goes round for ever "
        "(main -> more -> main)"
    ]
    itself = with_menus(
        menu("main", _1=leads_to("more"), _2=TO_LOOP), menu("more", _1=leads_to("more"))
    )
    assert told(itself) == [
        "menus.more.default: a caller who presses nothing goes round for ever (more -> more)"
    ]


def test_a_ring_that_a_key_may_choose_is_no_mistake() -> None:
    office = with_menus(
        menu("main", _1=TO_LOOP, _2=leads_to("more")),
        menu("more", "2", _1=leads_to("main"), _2=TO_LOOP),
    )
    assert told(office) == []


def test_a_loop_has_members_who_exist_and_stand_there_once() -> None:
    for members, sentence in [
        ((), "a loop needs at least one member, else nobody ever answers"),
        (("kari", "karl"), "there is no [agents.karl]"),
        (("kari", "kari"), "kari stands here more than once"),
    ]:
        loop = Loop("insurance", "Insurance", members)
        assert told(replace(OFFICE, loops={"insurance": loop})) == [
            f"loops.insurance.members: {sentence}"
        ]


def test_the_loop_of_unknown_lines_exists() -> None:
    office = replace(OFFICE, office=Office("Fjordkontoret", unknown_loop="other"))
    assert told(office) == ["office.unknown_loop: there is no [loops.other]"]


def test_what_no_caller_reaches_is_a_warning() -> None:
    spare = Loop("spare", "Spare", ("kari",))
    office = replace(
        OFFICE,
        menus={**OFFICE.menus, "old": menu("old", _1=Choice("s", loop="spare"))},
        loops={**OFFICE.loops, "spare": spare},
    )
    problems = check(office)
    assert [(problem.path, problem.warning) for problem in problems] == [
        ("menus.old", True),
        ("loops.spare", True),
    ]
    kept = replace(office, menus=OFFICE.menus, office=Office("F", unknown_loop="spare"))
    assert check(kept) == ()


def test_what_is_written_but_unreadable_is_no_second_mistake() -> None:
    office = replace(OFFICE, loops={})
    assert check(office, broken={"loops": {"insurance"}}) == ()
    assert check(office) != ()


def test_nobody_says_what_is_unreachable_while_a_line_is_unreadable() -> None:
    office = replace(OFFICE, lines={})
    assert [problem.warning for problem in check(office)] == [True, True, True]
    assert check(office, broken={"lines": {"one"}}) == ()


def test_what_is_spoken_grows_with_the_office_and_not_with_its_square() -> None:
    """A bureau with hundreds of clients and twenty loops that tell agents whose call it is."""

    def said(clients: int, loops: int) -> int:
        many = {f"c{n}": Client(f"c{n}", f"Firma {n}") for n in range(clients)}
        each = {f"l{n}": Loop(f"l{n}", f"Loop {n}", ("kari",), whisper=True) for n in range(loops)}
        return len(set(every_prompt(replace(OFFICE, clients=many, loops=each))))

    assert said(100, 20) <= said(100, 1) + said(1, 20)
