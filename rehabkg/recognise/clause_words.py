"""The words by which a clause shows what it tells: an arrest, a conviction, a change of a decision.

Every text here is in the form of `phrases.folded`.
"""

from __future__ import annotations

import re

ARREST = re.compile(r"(?<!не )(?<!не был )(?<!не была )арестов(?:ан|ыва|\.)|(?<![а-я])арест\.")
# Custody is an arrest where it has a date.
HELD = re.compile(r"под арестом")
CONVICTED = re.compile(
    r"(?<![а-я])(?:осужден[аы]?(?![а-я])|осужд\.|осужденк|приговорен[аы]?(?![а-я])|приговаривал[а-я]*|приговор\.|"
    r"судим[аы]?(?![а-я])|подвергнут[аы]?(?![а-я]))"
)
REHABILITATED = re.compile(r"реабилитирова|(?<![а-я])реаб(?:ил)?\.")
CHANGED = re.compile(
    r"замен[а-я]*|сниж[а-я]*|снизил[а-я]*|сокращ[а-я]*|отмен[а-я]*|изменен[аоы]?(?![а-я])|(?<!не )пересм[а-я]*|"
    r"прекращ[а-я]*|"
    r"прекратить|прекр-е|оправда[а-я]*|в силе|приговор[^.]{0,40}без изменени[йя]|переквал[а-я]*|перекв\.|понизить|"
    r"исключ[а-я]*|помилован[а-я]*"
)
CLOSED = re.compile(r"прекращ|прекратить|оправда|прекр-е")
ACCUSED = re.compile(r"(?:предъявл[а-я]*\sобвин[а-я]*|обвинял(?:ся|ась)|обвинение)[\s:]*(?P<charge>.*)", re.DOTALL)
# A release from a special settlement or the labour army closes no case.
NO_CLOSING = re.compile(r"(?<![а-я])с/п|спецпос|учета|демобил")
FAMILY = re.compile(r"семь[яюи]|родител|дети|отец")
WHEREABOUTS = re.compile(
    r"^\W*(?:прибы|убы[лт]|отбы[вт]|содерж|находил|нах\.|направлен |выб\.|работал|проживал|демобил|"
    r"в заключении|срок отбыв)"
)
# What a verdict says beside its measures: of custody until it is in force, and from when the term counts.
ASIDE = re.compile(
    r"\W*(?:мер[ау] пресеч|зачесть|срок (?:отбы|предвар|приговора)|отбывание срок|предварительное заключ|время пров|"
    r"дело направлено|дело передано|решени[ея] по делу (?:нет|не )|сведени)"
)
# Why something was done: the next clause says what.
REASON = re.compile(
    r"\W*(?:на основании|согласно|в соответствии|по амнистии|тем же|этим же|в административном порядке|"
    r"реш[а-я.]*\sот\s)"
)
# A body in the instrumental at the start of a clause.
BY_BODY = re.compile(
    r"\W*(?:особ|тройк|верхов|воен|судеб|презид|коллег|постан|опред|решени|прокур)[а-я]*(?:ой|ым|ем|им|ей|ом)\s"
)
# Any of these, and a text tells more than one decision with its measures.
MORE = re.compile(
    r"осв|замен|сни[жз]|сокращ|отмен|измен|пересм|прекращ|прекратить|оправда|силе|переквал|перекв|понизить|исключ|"
    r"помилов|ум\.|умер|погиб|убит|скончал|смерт|арест|осужд|приговорен|судим|реабил|снят|расстрелян|приведен|семь|определ|постановл|"
    r"повторн|вторичн|отпущ|демобил|обвин|\||амнист|подверг|совет|собрани|в [0-9]{4}"
)


def tells_decision(low: str) -> bool:
    """Tell whether a clause has a word of arrest, conviction, change or rehabilitation."""
    return any(words.search(low) for words in (CHANGED, CONVICTED, ARREST, REHABILITATED))
