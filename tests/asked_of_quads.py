"""What `rehabkg.columns` counts over columns, asked of the quads of one source by plain SPARQL.

Every question gives the columns year, body, concept, act, book, years and days, as far as it has them, and `records`.
"""

from __future__ import annotations

from collections.abc import Mapping

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

Figures = Mapping[tuple[tuple[str, str], ...], int]
DIMENSIONS = ("year", "body", "concept", "act", "book", "years", "days")

_PREFIXES = """
PREFIX rehab: <https://w3id.org/rehabkg/ontology#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
# The year of a decision, bound where both bounds of its date lie in it.
_YEAR = """
  OPTIONAL {
    ?decision rehab:recordedOn ?date .
    ?date rehab:earliest ?first ; rehab:latest ?last .
    FILTER(YEAR(?first) = YEAR(?last))
  }
  BIND(YEAR(?first) AS ?year)
"""
# Observations with one decision on their case, which is a sentence.
_SENTENCED_ONCE = """
  {
    SELECT ?who (SAMPLE(?one) AS ?sentence)
    WHERE {
      ?case rehab:againstObserved ?who .
      ?one rehab:inRecordedCase ?case ; a ?kind .
      FILTER(?kind IN (rehab:RecordedSentence, rehab:RecordedCaseClosing))
    }
    GROUP BY ?who
    HAVING (COUNT(DISTINCT ?one) = 1)
  }
  ?sentence a rehab:RecordedSentence ; rehab:recordedOn ?dated .
"""
_CLEARED_ONCE = """
  {
    SELECT ?who (SAMPLE(?one) AS ?cleared)
    WHERE {
      ?clearedCase rehab:againstObserved ?who .
      ?one rehab:inRecordedCase ?clearedCase ; a rehab:RecordedRehabilitation .
    }
    GROUP BY ?who
    HAVING (COUNT(DISTINCT ?one) = 1)
  }
"""


def _years(earlier: str, later: str) -> str:
    """The whole years from one day to another: one less before the month and day are reached again."""
    passed = f"SUBSTR(STR({later}), 6) < SUBSTR(STR({earlier}), 6)"
    return f"(YEAR({later}) - YEAR({earlier}) - IF({passed}, 1, 0))"


TALLIES: Mapping[str, str] = {
    "record": """
SELECT ?concept (COUNT(DISTINCT ?who) AS ?records)
WHERE { ?who a rehab:PersonObservation ; rehab:rehabilitationStated ?concept }
GROUP BY ?concept
""",
    "amnesty": """
SELECT ?concept (COUNT(DISTINCT ?who) AS ?records)
WHERE { ?who rehab:amnestyStated true ; rehab:rehabilitationStated ?concept }
GROUP BY ?concept
""",
    "sentence-body": """
SELECT ?body ?concept (COUNT(DISTINCT ?decision) AS ?records)
WHERE {
  ?decision a rehab:RecordedSentence .
  OPTIONAL { ?decision rehab:recordedBody ?body }
  OPTIONAL { ?decision rehab:recordedMeasure/rehab:measureKind ?concept }
}
GROUP BY ?body ?concept
""",
    "sentence-year": f"""
SELECT ?year ?concept (COUNT(DISTINCT ?decision) AS ?records)
WHERE {{
  ?decision a rehab:RecordedSentence .
  {_YEAR}
  OPTIONAL {{ ?decision rehab:recordedMeasure/rehab:measureKind ?concept }}
}}
GROUP BY ?year ?concept
""",
    "rehabilitation-year": f"""
SELECT ?year (COUNT(DISTINCT ?decision) AS ?records)
WHERE {{
  ?decision a rehab:RecordedRehabilitation .
  {_YEAR}
}}
GROUP BY ?year
""",
    "rehabilitation-body": """
SELECT ?body (COUNT(DISTINCT ?decision) AS ?records)
WHERE {
  ?decision a rehab:RecordedRehabilitation .
  OPTIONAL { ?decision rehab:recordedBody ?body }
}
GROUP BY ?body
""",
    "rehabilitation-ground": """
SELECT ?concept (COUNT(DISTINCT ?decision) AS ?records)
WHERE {
  ?decision a rehab:RecordedRehabilitation .
  OPTIONAL { ?decision rehab:recordedGround ?concept }
}
GROUP BY ?concept
""",
    "rehabilitation-act": """
SELECT ?act (COUNT(DISTINCT ?decision) AS ?records)
WHERE {
  ?decision a rehab:RecordedRehabilitation .
  OPTIONAL { ?decision rehab:recordedAct ?act }
}
GROUP BY ?act
""",
    "rehabilitation-region": """
SELECT ?concept (COUNT(DISTINCT ?who) AS ?records)
WHERE {
  ?decision a rehab:RecordedRehabilitation ; rehab:inRecordedCase ?case .
  ?case rehab:againstObserved ?who .
  OPTIONAL { ?who rehab:residenceRegion ?concept }
}
GROUP BY ?concept
""",
    "years-to-rehabilitation": f"""
SELECT ?concept ?body ?years (COUNT(DISTINCT ?who) AS ?records)
WHERE {{
  {_SENTENCED_ONCE}
  {_CLEARED_ONCE}
  ?dated rehab:earliest ?sentencedFirst ; rehab:latest ?sentencedLast .
  ?cleared rehab:recordedOn ?clearedOn .
  ?clearedOn rehab:earliest ?clearedFirst ; rehab:latest ?clearedLast .
  FILTER(?sentencedLast <= ?clearedFirst)
  BIND({_years("?sentencedLast", "?clearedFirst")} AS ?years)
  FILTER(?years = {_years("?sentencedFirst", "?clearedLast")})
  OPTIONAL {{ ?cleared rehab:recordedGround ?concept }}
  OPTIONAL {{ ?cleared rehab:recordedBody ?body }}
}}
GROUP BY ?concept ?body ?years
""",
    "days-to-execution": f"""
SELECT ?days (COUNT(DISTINCT ?who) AS ?records)
WHERE {{
  {_SENTENCED_ONCE}
  ?dated rehab:earliest ?sentenced ; rehab:latest ?sentenced .
  ?who rehab:deathManner <https://w3id.org/rehabkg/vocab/death-manner/executed> ; rehab:diedOn ?diedOn .
  ?diedOn rehab:earliest ?died ; rehab:latest ?died .
  FILTER(?sentenced <= ?died)
  BIND(STRBEFORE(STRAFTER(STR(?died - ?sentenced), "P"), "D") AS ?between)
  BIND(IF(?between = "", 0, xsd:integer(?between)) AS ?days)
  FILTER(?days <= 366)
}}
GROUP BY ?days
""",
    "book-ground": """
SELECT ?book ?concept (COUNT(DISTINCT ?decision) AS ?records)
WHERE {
  ?decision a rehab:RecordedRehabilitation ; rehab:inRecordedCase/rehab:againstObserved ?who .
  ?who rehab:ofRecord/rehab:printedIn ?book .
  OPTIONAL { ?decision rehab:recordedGround ?concept }
}
GROUP BY ?book ?concept
""",
}

CONTRADICTIONS: Mapping[str, str] = {
    "born-after-arrest": """
SELECT DISTINCT ?who
WHERE {
  ?who rehab:bornOn/rehab:earliest ?born .
  ?arrest rehab:inRecordedCase/rehab:againstObserved ?who ; a rehab:RecordedArrest .
  ?arrest rehab:recordedOn/rehab:latest ?arrested .
  FILTER(?born > ?arrested)
}
""",
    "born-after-death": """
SELECT DISTINCT ?who
WHERE {
  ?who rehab:bornOn/rehab:earliest ?born ; rehab:diedOn/rehab:latest ?died .
  FILTER(?born > ?died)
}
""",
    "death-before-arrest": """
SELECT DISTINCT ?who
WHERE {
  ?who rehab:diedOn/rehab:latest ?died .
  ?arrest rehab:inRecordedCase/rehab:againstObserved ?who ; a rehab:RecordedArrest .
  ?arrest rehab:recordedOn/rehab:earliest ?arrested .
  FILTER(?died < ?arrested)
}
""",
    # Of those with a sentence, all but whoever has one that may be as early as the death.
    "death-before-sentence": """
SELECT DISTINCT ?who
WHERE {
  ?who rehab:deathManner <https://w3id.org/rehabkg/vocab/death-manner/executed> ; rehab:diedOn/rehab:latest ?died .
  ?any rehab:inRecordedCase/rehab:againstObserved ?who ; a rehab:RecordedSentence .
  MINUS {
    ?who rehab:diedOn/rehab:latest ?died .
    ?sentence rehab:inRecordedCase/rehab:againstObserved ?who ; a rehab:RecordedSentence .
    OPTIONAL { ?sentence rehab:recordedOn/rehab:earliest ?decided }
    FILTER(!BOUND(?decided) || ?died >= ?decided)
  }
}
""",
    "rehabilitation-before-sentence": """
SELECT DISTINCT ?who
WHERE {
  ?cleared rehab:inRecordedCase/rehab:againstObserved ?who ; a ?outcome ; rehab:recordedOn/rehab:latest ?day .
  FILTER(?outcome IN (rehab:RecordedRehabilitation, rehab:RecordedRefusal))
  ?any rehab:inRecordedCase/rehab:againstObserved ?who ; a rehab:RecordedSentence .
  MINUS {
    ?cleared rehab:inRecordedCase/rehab:againstObserved ?who ; rehab:recordedOn/rehab:latest ?day .
    ?sentence rehab:inRecordedCase/rehab:againstObserved ?who ; a rehab:RecordedSentence .
    OPTIONAL { ?sentence rehab:recordedOn/rehab:earliest ?decided }
    FILTER(!BOUND(?decided) || ?day >= ?decided)
  }
}
""",
    "sentence-before-arrest": f"""
SELECT DISTINCT ?who
WHERE {{
  {_SENTENCED_ONCE}
  {{
    SELECT ?who (SAMPLE(?one) AS ?arrest)
    WHERE {{ ?one rehab:inRecordedCase/rehab:againstObserved ?who ; a rehab:RecordedArrest }}
    GROUP BY ?who
    HAVING (COUNT(DISTINCT ?one) = 1)
  }}
  ?dated rehab:latest ?decided .
  ?arrest rehab:recordedOn/rehab:earliest ?arrested .
  # A whole year and a day at the least.
  FILTER({_years("?decided", "?arrested")} >= 1)
  FILTER(YEAR(?arrested) > YEAR(?decided) + 1 || SUBSTR(STR(?arrested), 6) > SUBSTR(STR(?decided), 6))
}}
""",
}

WITHIN_A_DAY = """
SELECT DISTINCT ?who
WHERE {
  ?who rehab:deathManner <https://w3id.org/rehabkg/vocab/death-manner/executed> ; rehab:diedOn ?diedOn .
  ?diedOn rehab:earliest ?died ; rehab:latest ?died .
  ?sentence rehab:inRecordedCase/rehab:againstObserved ?who ; a rehab:RecordedSentence ; rehab:recordedOn ?dated .
  ?dated rehab:earliest ?decided ; rehab:latest ?decided .
  FILTER(?died - ?decided IN ("PT0S"^^xsd:dayTimeDuration, "P1D"^^xsd:dayTimeDuration))
}
"""

_DERIVED = """
SELECT ?of ?year ?body ?concept ?act ?book ?years ?days ?records
WHERE {
  ?tally a rehab:Tally ; rehab:tallyOf ?of ; rehab:records ?records .
  OPTIONAL { ?tally rehab:tallyYear ?year }
  OPTIONAL { ?tally rehab:tallyBody ?body }
  OPTIONAL { ?tally rehab:tallyConcept ?concept }
  OPTIONAL { ?tally rehab:tallyAct ?act }
  OPTIONAL { ?tally rehab:tallyBook ?book }
  OPTIONAL { ?tally rehab:yearsBetween ?years }
  OPTIONAL { ?tally rehab:daysBetween ?days }
}
"""


def rows(store: Store, text: str, graph: NamedNode) -> QuerySolutions:
    """Return the solutions of a question put to one named graph."""
    found = store.query(_PREFIXES + text, default_graph=graph)
    assert isinstance(found, QuerySolutions)
    return found


def counted(store: Store, graph: NamedNode) -> dict[str, Figures]:
    """Return each tally of a source's quads: (dimension, value) pairs and how many records have them."""
    found = {tally: _figures(store, text, graph) for tally, text in TALLIES.items()}
    kinds = {kind: len(people) for kind, people in contradicting(store, graph).items() if people}
    concept = "https://w3id.org/rehabkg/vocab/contradiction/"
    return {**found, "contradiction": {(("concept", concept + kind),): number for kind, number in kinds.items()}}


def derived(store: Store, graph: NamedNode) -> dict[str, Figures]:
    """Return the tallies of a derived graph, in the same form."""
    found: dict[str, dict[tuple[tuple[str, str], ...], int]] = {tally: {} for tally in (*TALLIES, "contradiction")}
    for row in rows(store, _DERIVED, graph):
        dimensions = _dimensions(row)
        tally = found[row["of"].value.rpartition("/")[2]]
        assert dimensions not in tally, f"{dimensions} is counted twice"
        tally[dimensions] = int(row["records"].value)
    return found


def contradicting(store: Store, graph: NamedNode) -> dict[str, set[str]]:
    """Return the observations of each contradiction."""
    return {kind: {row["who"].value for row in rows(store, text, graph)} for kind, text in CONTRADICTIONS.items()}


def within_a_day(store: Store, graph: NamedNode) -> set[str]:
    """Return the observations of the executed within a day of a sentence."""
    return {row["who"].value for row in rows(store, WITHIN_A_DAY, graph)}


def _figures(store: Store, text: str, graph: NamedNode) -> Figures:
    figures = {_dimensions(row): int(row["records"].value) for row in rows(store, text, graph)}
    # Counting nothing without a group would give a row of 0.
    return {dimensions: number for dimensions, number in figures.items() if number}


def _dimensions(row: object) -> tuple[tuple[str, str], ...]:
    found = []
    for name in DIMENSIONS:
        try:
            value = row[name]  # type: ignore[index]
        except KeyError:
            continue
        if isinstance(value, NamedNode | Literal):
            found.append((name, value.value))
    return tuple(found)
