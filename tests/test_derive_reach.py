"""Which cases a law reaches: an invented union, an invented decree, invented people."""

from __future__ import annotations

from pyoxigraph import NamedNode, RdfFormat, Store

from rehabkg.dates import parse_edtf
from rehabkg.derive.graph import derive
from rehabkg.iri import Iris
from rehabkg.vocabulary import read_ontology

BASE = "https://w3id.org/rehabkg/"
BOOK = NamedNode(f"{BASE}graph/invented-book")
PREFIXES = f"""
@prefix act: <{BASE}id/act/> .
@prefix body: <{BASE}id/body/> .
@prefix case: <{BASE}id/case/> .
@prefix decision: <{BASE}id/decision/> .
@prefix group: <{BASE}id/group/> .
@prefix jurisdiction: <{BASE}id/jurisdiction/> .
@prefix person: <{BASE}id/person/> .
@prefix provision: <{BASE}id/provision/> .
@prefix rehab: <{BASE}ontology#> .
@prefix category: <{BASE}vocab/category/> .
@prefix kind-of-body: <{BASE}vocab/body-kind/> .
@prefix kind-of-group: <{BASE}vocab/group-kind/> .
@prefix measure: <{BASE}vocab/measure/> .
@prefix kind: <{BASE}vocab/provision-kind/> .
@prefix reach: <{BASE}vocab/reach/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def on(written: str) -> str:
    """Return a dating as Turtle writes it in place."""
    dating = parse_edtf(written)
    bounds = (("earliest", dating.earliest), ("latest", dating.latest))
    days = "".join(f' ; rehab:{name} "{day}"^^xsd:date' for name, day in bounds if day is not None)
    return f'<{BASE}id/dating/{written.replace("..", "open")}> a rehab:Dating ; rehab:edtf "{written}"{days} .'


def dated(subject: str, written: str, predicate: str = "dated") -> str:
    """Return a dated thing as Turtle."""
    node = f"<{BASE}id/dating/{written.replace('..', 'open')}>"
    return f"{on(written)}\n{subject} rehab:{predicate} {node} ."


# A decree of the union clears by its own force what extrajudicial bodies decided from 1930 to 1953.
DECREE = "\n".join(
    (
        "jurisdiction:union a rehab:Jurisdiction .",
        "jurisdiction:republic a rehab:Jurisdiction ; rehab:partOf jurisdiction:union .",
        "jurisdiction:heir a rehab:Jurisdiction ; rehab:succeeds jurisdiction:republic .",
        "body:trio a rehab:Body ; rehab:bodyKind kind-of-body:extrajudicial .",
        "body:bench a rehab:Body ; rehab:bodyKind kind-of-body:court .",
        "act:decree a rehab:LegalAct ; rehab:reach reach:collective ; rehab:ofJurisdiction jurisdiction:union .",
        dated("act:decree", "1989-01-16"),
        "provision:covers a rehab:Provision ; rehab:provisionOf act:decree ; rehab:provisionKind kind:covers ;",
        "  rehab:coversBodyKind kind-of-body:extrajudicial .",
        dated("provision:covers", "1930", "coversFrom"),
        dated("provision:covers", "1953", "coversTo"),
    )
)


def sentence(
    name: str, written: str, *, by: str = "body:trio", law: str = "jurisdiction:union", imposes: str = ""
) -> str:
    """Return a case against the person *name* with one sentence, as Turtle."""
    node = f"<{BASE}id/measure/{name}>"
    measure = f"decision:{name} rehab:imposes {node} . {node} rehab:measureKind {imposes} ." if imposes else ""
    return "\n".join(
        (
            f"person:{name} a rehab:Person .",
            f"case:{name} a rehab:Case ; rehab:against person:{name} .",
            f"decision:{name} a rehab:Sentence ; rehab:inCase case:{name} ; rehab:decidedBy {by} ;",
            f"  rehab:beforeLawOf {law} .",
            dated(f"decision:{name}", written),
            measure,
        )
    )


def later(name: str, kind: str, bearing: str, written: str, *, law: str = "jurisdiction:union") -> str:
    """Return a decision on the sentence of *name*, as Turtle."""
    return "\n".join(
        (
            f"decision:{name}-later a rehab:{kind} ; rehab:inCase case:{name} ; rehab:beforeLawOf {law} ;",
            f"  rehab:{bearing} decision:{name} .",
            dated(f"decision:{name}-later", written),
        )
    )


def derived(*turtle: str) -> set[tuple[str, str, str]]:
    """Return what is derived of reach: the case, the predicate and the provision, each by its last name."""
    store = Store()
    text = PREFIXES + "\n".join((DECREE, *turtle))
    # One document, several datings of one day: the same triples are one.
    store.load(text.encode(), format=RdfFormat.TURTLE, to_graph=BOOK)
    derive(store, read_ontology(), Iris())
    found = set()
    for predicate in ("reachedBy", "excludedBy"):
        pattern = NamedNode(f"{BASE}ontology#{predicate}")
        for quad in store.quads_for_pattern(None, pattern, None, Iris().graph("derived")):
            found.add((_name(quad.subject), predicate, _name(quad.object)))
    return found


def _name(node: object) -> str:
    return str(getattr(node, "value", node)).rpartition("/")[2]


def test_case_is_reached_by_the_kind_of_its_body_in_the_years_of_the_law() -> None:
    """The decree never names her, and still it clears her."""
    assert derived(sentence("ada", "1938-02-25")) == {("ada", "reachedBy", "covers")}


def test_sentence_of_another_kind_of_body_is_not_reached() -> None:
    """A court's sentence needs a court to annul it."""
    assert derived(sentence("ada", "1938-02-25", by="body:bench")) == set()


def test_sentence_of_two_bodies_is_reached_if_one_of_them_is_covered() -> None:
    """Orders were issued by a commissariat and carried out by its board."""
    assert derived(sentence("ada", "1938", by="body:bench , body:trio")) == {("ada", "reachedBy", "covers")}


def test_sentence_outside_the_period_is_not_reached() -> None:
    """An exile of 1929 lies before the 1930s that the law speaks of."""
    assert derived(sentence("ada", "1929-12-31"), sentence("bor", "1954-01-01")) == set()


def test_first_and_last_day_of_the_period_are_in_it() -> None:
    """Years as bounds stand for all of their days."""
    found = derived(sentence("ada", "1930-01-01"), sentence("bor", "1953-12-31"))

    assert {case for case, _, _ in found} == {"ada", "bor"}


def test_uncertain_date_across_the_end_of_the_period_is_not_taken() -> None:
    """Nothing may sharpen a date: 'between 1952 and 1955' is not known to lie in the period."""
    assert derived(sentence("ada", "1952/1955"), sentence("bor", "192X/1931"), sentence("cyr", "195X")) == set()


def test_undated_sentence_is_not_taken() -> None:
    """A sentence without a date may lie anywhere."""
    undated = sentence("ada", "1938").replace("decision:ada rehab:dated", "decision:nobody rehab:dated")

    assert derived(undated) == set()


def test_sentence_annulled_before_the_law_is_not_reached() -> None:
    """The law voids what had not been annulled by then; the rest had been cleared already."""
    assert derived(sentence("ada", "1938"), later("ada", "Rehabilitation", "annuls", "1957-10-03")) == set()


def test_sentence_annulled_on_a_day_that_may_lie_before_the_law_is_not_reached() -> None:
    """'In 1988 or 1989' leaves open whether there was anything left to reach."""
    assert derived(sentence("ada", "1938"), later("ada", "Rehabilitation", "annuls", "1988/1989")) == set()


def test_sentence_annulled_after_the_law_is_reached() -> None:
    """What came later does not undo what the law had done on its day."""
    found = derived(sentence("ada", "1938"), later("ada", "Rehabilitation", "annuls", "1989-05-14"))

    assert found == {("ada", "reachedBy", "covers")}


def test_decision_that_carries_the_law_out_on_its_own_day_does_not_hide_the_case() -> None:
    """For groups the decree itself is the decision: it cannot forestall itself."""
    found = derived(sentence("ada", "1938"), later("ada", "Rehabilitation", "annuls", "1989-01-16"))

    assert found == {("ada", "reachedBy", "covers")}


def test_amnesty_and_cut_of_term_do_not_keep_a_sentence_from_being_reached() -> None:
    """A sentence that was served or forgiven still stood."""
    found = derived(
        sentence("ada", "1938"),
        later("ada", "AmnestyApplication", "commutes", "1953-03-27"),
        sentence("bor", "1938"),
        later("bor", "Commutation", "commutes", "1955"),
    )

    assert {case for case, _, _ in found} == {"ada", "bor"}


def test_revoked_annulment_leaves_the_sentence_to_be_reached() -> None:
    """What was taken back before the law no longer set the sentence aside."""
    revocation = "\n".join(
        (
            "decision:undone a rehab:Revocation ; rehab:inCase case:ada ; rehab:revokes decision:ada-later ;",
            "  rehab:beforeLawOf jurisdiction:union .",
            dated("decision:undone", "1960"),
        )
    )

    found = derived(sentence("ada", "1938"), later("ada", "Rehabilitation", "annuls", "1957-10-03"), revocation)

    assert found == {("ada", "reachedBy", "covers")}


EXCLUSION = """
provision:excludes a rehab:Provision ; rehab:provisionOf act:decree ; rehab:provisionKind kind:excludes ;
  rehab:category category:forger .
category:forger rehab:ofGroupKind kind-of-group:perpetrators .
group:forgers a rehab:Group ; rehab:groupKind kind-of-group:perpetrators .
group:tailors a rehab:Group ; rehab:groupKind kind-of-group:profession .
"""


def test_member_of_an_excluded_kind_of_group_is_excluded_and_not_reached() -> None:
    """Those who forged cases were sentenced by the same boards, and the law does not clear them."""
    found = derived(EXCLUSION, sentence("ada", "1938"), "person:ada rehab:memberOf group:tailors , group:forgers .")

    assert found == {("ada", "excludedBy", "excludes")}


def test_case_against_the_excluded_group_itself_is_excluded() -> None:
    """A measure can hit a group as such."""
    against = sentence("ada", "1938").replace("rehab:against person:ada", "rehab:against group:forgers")

    assert derived(EXCLUSION, against) == {("ada", "excludedBy", "excludes")}


def test_member_of_another_kind_of_group_is_reached() -> None:
    """An exclusion shuts out those it names and nobody else."""
    found = derived(EXCLUSION, sentence("ada", "1938"), "person:ada rehab:memberOf group:tailors .")

    assert found == {("ada", "reachedBy", "covers")}


def test_nobody_is_excluded_from_what_would_not_reach_them() -> None:
    """A forger whom a court sentenced was never within the law's reach."""
    found = derived(EXCLUSION, sentence("ada", "1938", by="body:bench"), "person:ada rehab:memberOf group:forgers .")

    assert found == set()


def test_exclusion_whose_category_names_no_kind_of_group_excludes_nobody() -> None:
    """Who is a murderer a court must say; the graph cannot test it."""
    untestable = EXCLUSION.replace("category:forger rehab:ofGroupKind kind-of-group:perpetrators .", "")

    found = derived(untestable, sentence("ada", "1938"), "person:ada rehab:memberOf group:forgers .")

    assert found == {("ada", "reachedBy", "covers")}


def test_provision_without_a_testable_term_reaches_nobody() -> None:
    """'All repressed citizens' is no term that a case can be held to."""
    vague = """
    provision:vague a rehab:Provision ; rehab:provisionOf act:decree ; rehab:provisionKind kind:covers ;
      rehab:effect "clears all victims"@en .
    """

    assert derived(vague, sentence("ada", "1938", by="body:bench")) == set()


def test_act_that_clears_case_by_case_reaches_nobody() -> None:
    """Who has to ask for a certificate is not cleared by the law alone."""
    singly = sentence("ada", "1938")
    found = derived(
        singly,
        "act:other a rehab:LegalAct ; rehab:reach reach:case-by-case ; rehab:ofJurisdiction jurisdiction:union .",
        dated("act:other", "1991-10-18"),
        "provision:singly a rehab:Provision ; rehab:provisionOf act:other ; rehab:provisionKind kind:covers ;",
        "  rehab:coversBodyKind kind-of-body:extrajudicial .",
    )

    assert found == {("ada", "reachedBy", "covers")}


def test_provision_that_does_not_cover_reaches_nobody() -> None:
    """A clause that says who is competent names a kind of body too."""
    competent = """
    provision:competent a rehab:Provision ; rehab:provisionOf act:decree ;
      rehab:provisionKind kind:body-competent ; rehab:coversBodyKind kind-of-body:court .
    """

    assert derived(competent, sentence("ada", "1938", by="body:bench")) == set()


def test_every_term_of_a_provision_must_be_met() -> None:
    """Deported by a board is not the same as deported, nor as sentenced by a board."""
    both = "provision:covers rehab:coversMeasure measure:deportation ."

    found = derived(
        both,
        sentence("ada", "1938", imposes="measure:deportation"),
        sentence("bor", "1938", imposes="measure:camp"),
        sentence("cyr", "1938", by="body:bench", imposes="measure:deportation"),
    )

    assert found == {("ada", "reachedBy", "covers")}


def test_covered_kind_of_group_is_a_term_too() -> None:
    """A law for the peoples does not reach a tailor."""
    peoples = """
    provision:covers rehab:category category:deported .
    category:deported rehab:ofGroupKind kind-of-group:people .
    group:hill-people a rehab:Group ; rehab:groupKind kind-of-group:people .
    person:ada rehab:memberOf group:hill-people .
    """

    assert derived(peoples, sentence("ada", "1938"), sentence("bor", "1938")) == {("ada", "reachedBy", "covers")}


def test_law_of_the_union_reaches_what_a_republic_decided() -> None:
    """The parts are under the law of the whole."""
    found = derived(sentence("ada", "1938", law="jurisdiction:republic"))

    assert found == {("ada", "reachedBy", "covers")}


HEIRS_LAW = "\n".join(
    (
        "act:heirs a rehab:LegalAct ; rehab:reach reach:collective ; rehab:ofJurisdiction jurisdiction:heir .",
        dated("act:heirs", "1990-05-02"),
        "provision:deported a rehab:Provision ; rehab:provisionOf act:heirs ; rehab:provisionKind kind:covers ;",
        "  rehab:coversMeasure measure:deportation .",
    )
)


def test_law_of_an_heir_reaches_what_its_republic_decided() -> None:
    """A restored state undoes what was done under the republic that it succeeds."""
    found = derived(
        HEIRS_LAW,
        sentence("ada", "1949", by="body:bench", law="jurisdiction:republic", imposes="measure:deportation"),
    )

    assert found == {("ada", "reachedBy", "deported")}


def test_law_of_an_heir_does_not_reach_what_the_union_decided() -> None:
    """Deported from the heir's land, not from any other: the model cannot tell, so it does not say."""
    found = derived(
        HEIRS_LAW,
        sentence("ada", "1944", by="body:bench", imposes="measure:deportation"),
    )

    assert found == set()


def test_law_older_than_the_sentence_does_not_reach_it() -> None:
    """A law clears what was decided before it, not what may have been decided after."""
    endless = "\n".join(
        (
            "act:endless a rehab:LegalAct ; rehab:reach reach:collective ;",
            "  rehab:ofJurisdiction jurisdiction:union .",
            dated("act:endless", "1956-04-28"),
            "provision:endless a rehab:Provision ; rehab:provisionOf act:endless ;",
            "  rehab:provisionKind kind:covers ; rehab:coversBodyKind kind-of-body:court .",
        )
    )

    found = derived(
        endless,
        sentence("ada", "1955", by="body:bench"),
        sentence("bor", "1957", by="body:bench"),
        sentence("cyr", "1955/1957", by="body:bench"),
    )

    assert found == {("ada", "reachedBy", "endless")}
