"""The visible rules: which words in a sentence make which kind of proposal.

A rule is a name, a kind of `REPORTED_KINDS`, and a pattern over the classes of words.py; it can be
read, printed (`detente source rules`) and disputed. Rules propose, and a person confirms: a rule
that fires too often costs a reader a glance, one that stays silent costs more. No model is behind
them. The first rule of a kind that fires speaks for its sentence; of what happened (incidents,
relations begun and broken off) each does, clause by clause.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from detente.core.sources.words import alternatives

GAP: Final = r"[^.;:]{0,60}?"  # what may stand between two words of a rule, inside a clause


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    name: stable, kebab-case. kind: of the proposal. pattern: a regular expression in which
    ``<CLASS>`` is a class of words.py and ``…`` a gap of up to 60 characters inside a clause.
    A group ``act`` is what fired, where not all of it is.
    unless: the same; the rule is silent where it fires. after: the kind that the sentence before
    must have. without: kinds that, found in the sentence, make this rule silent.
    types: of an incident. each: fires beside others of its kind, and its passage is its clause.
    aside: makes no other rule silent.
    says: what it found, in our words, where the kind alone says too little.
    """

    name: str
    kind: str
    pattern: str
    unless: str = ""
    after: str = ""
    without: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    each: bool = False
    aside: bool = False
    says: str = ""


RULES: Final[tuple[Rule, ...]] = (
    Rule(
        "call-by-phone",
        "call",
        r"\b(?:sp(?:oke|eak|eaks|oken)|talk(?:s|ed)?|conversed)\b…\b(?:by|on the|over the)"
        r" (?:tele)?phone\b",
    ),
    Rule("call-phoned", "call", r"\b(?:tele)?phoned\b|\b(?:tele)?phone (?:call|conversation)s?\b"),
    Rule(
        "call-initiated",
        "call",
        r"\b(?:call|conversation)s? (?:was|were) (?:initiated|requested|held|made)\b"
        r"(?: (?:by|at the request of|on the initiative of) (?:the )?[A-Z]\w+)?",
        says="on whose initiative",
    ),
    Rule(
        "incident-entered",
        "incident",
        r"\b(?:breach(?:ed|es)?|violat(?:ed|es|ing)|penetrat(?:ed|ing)|entered|crossed"
        r"|intruded (?:in)?to|strayed into)\b…\b<BOUND>\b",
        types=("INCUR",),
        each=True,
    ),
    Rule(
        "incident-entry",
        "incident",
        r"\b(?:incursion|intrusion|violation|infringement|penetration|breach)(?:s|es)?"
        r" (?:into|of)\b…\b<BOUND>\b",
        types=("INCUR",),
        each=True,
    ),
    Rule(
        "incident-close",
        "incident",
        r"\b(?:fl(?:ew|own|ying)|passed|c[oa]me|approached)\b…\b(?:dangerously|too|very) close\b"
        r"|\bnear[- ](?:miss|collision)(?:es)?\b",
        types=("NMS",),
        each=True,
    ),
    Rule(
        "incident-fired",
        "incident",
        r"\b(?:fired|opened fire|shot)\b(?: [\w-]+){0,4}? (?:at|on|upon)\b",
        unless=r"\bfired up\b",
        types=("FUP",),
        each=True,
    ),
    Rule(
        "incident-shot-down",
        "incident",
        r"\b(?:was|were|been|had|has|have) (?:shot down|downed)\b"
        r"|\b(?:shot down|downed) (?:an?|the)\b|\b(?:downing|shooting down)\b",
        types=("SHOOT",),
        each=True,
    ),
    Rule(
        "incident-fire",
        "incident",
        r"\b(?:(?:sniper|artillery|mortar|rocket|small-arms) fire|came under fire"
        r"|firing (?:on|at|by|across)|(?:shells?|rockets?|missiles?) (?:fell|landed|hit|struck))\b",
        types=("FUP",),
        each=True,
    ),
    Rule(
        "incident-intercept",
        "incident",
        r"\b<CRAFT> (?:was |were )?intercepted\b"
        r"|\bintercepted (?:an?|the|two|three) … ?\b<CRAFT>\b",
        types=("USI",),
        each=True,
    ),
    Rule(
        "incident-radar",
        "incident",
        r"\b(?:radar lock|locked (?:its|their|a) … ?radar|locked on to)\b",
        types=("RLK",),
        each=True,
    ),
    Rule("incident-warning-shot", "incident", r"\bwarning shots?\b", types=("WRN",), each=True),
    Rule("incident-jamming", "incident", r"\b(?:jammed|spoofed)\b", types=("EWI",), each=True),
    Rule("incident-collided", "incident", r"\bcollided with\b", types=("HIT",), each=True),
    Rule(
        "policy-declared",
        "policy",
        r"\b(?:policy|doctrine|practice|rules? of engagement)\b…\b(?:is|was|remains?|has been)\b",
    ),
    Rule(
        "policy-practised",
        "policy",
        r"\b(?:has|have) (?:repeatedly |routinely |regularly )?(?:carried out|conducted) such\b"
        r"|\b(?:routinely|as a rule|without exception|systematically)\b",
    ),
    Rule("tie-begun", "tie", r"\b<TIE>…\b<BEGIN>\b|\b<BEGIN>\b…\b<TIE>", each=True, says="begun"),
    Rule(
        "tie-broken-off",
        "tie",
        r"\b<TIE>…\b<BREAK>\b|\b<BREAK>\b…\b<TIE>",
        each=True,
        says="broken off or suspended",
    ),
    Rule(
        "tie-restored",
        "tie",
        r"\b<TIE>…\b<RESTORE>\b|\b<RESTORE>\b…\b<TIE>",
        each=True,
        says="restored",
    ),
    Rule(
        "tie-is-there",
        "tie",
        r"\bthere (?:is|are|was|were)\b…\b<TIE>|\bpart of (?:an?|the) (?:\w+ )?<TIE>",
        each=True,
        says="in place",
    ),
    Rule(
        "tie-then-broken-off",
        "tie",
        r"^(?:They|These|Those|It|Relations|Ties)\b…\b(?P<act><BREAK>)\b",
        after="tie",
        each=True,
        says="broken off or suspended",
    ),
    Rule(
        "tie-then-restored",
        "tie",
        r"^(?:They|These|Those|It|Relations|Ties)\b.{0,120}?\b(?P<act>(?:resum|restor|re-?establish)ed)\b",
        after="tie",
        each=True,
        says="restored",
    ),
    Rule(
        "agreement-made",
        "agreement",
        r"\b(?:sign(?:ed|s|ing)?|initialled|concluded?|ratif(?:y|ied)|reached|adopted|renewed)\b…"
        r"\b<INSTRUMENT>\b|\b<INSTRUMENT>\b…\b(?:reached|signed|concluded|ratified)\b",
    ),
    Rule(
        "commitment-to",
        "commitment",
        r"\b<PROMISE>\b…\bto\b",
        unless=r"\bagreed? to (?:disagree|differ)\b",
    ),
    Rule("position-red-line", "position", r"\bred lines?\b"),
    Rule("position-stance", "position", r"\b<STANCE>\b", unless=r"\bwelcome to (?:this|the|our)\b"),
    Rule("position-feeling", "position", r"\b<FEELING>(?=\W|$)"),
    Rule(
        "position-weight",
        "position",
        r"\b(?:is|are|was|were|be|it|says|as)\b(?: \w+){0,2} <WEIGHT>\b"
        r"|\b<WEIGHT> (?:to|for|that)\b",
    ),
    Rule(
        "position-must",
        "position",
        r"\b(?:must|should|ought to|cannot|may never)\b(?: \w+)? (?:be|become|remain|continue|stop"
        r"|end|not|leave|withdraw|have|take|respect)\b",
        unless=r"^[A-Z]?[^“\"]*\bshould (?:be able|you)\b",
    ),
    Rule(
        "position-named",
        "position",
        r"\b(?:position|stance|stand|view) (?:on|of|as|regarding|towards?)\b"
        r"|\b(?:same|own|official) (?:stance|position|view)\b",
        unless=r"\bexchanged? views?\b|\bin view of\b",
    ),
    Rule(
        "position-wants",
        "position",
        r"\bwould (?:want|like|prefer|expect)\b|\bwill (?:always )?remain\b"
        r"|\bwill (?:never|not) \w+",
    ),
    Rule(
        "position-role",
        "position",
        r"\b(?:our|its|their) (?:main |chief )?(?:role|task|duty) is\b",
    ),
    Rule("intention-meant", "intention", r"\b<MEANT>(?=\W|$)"),
    Rule(
        "intention-will",
        "intention",
        r"\b(?:will|shall)\b (?!(?:also |then |again )?(?:meet|discuss|visit|arrive|travel|hold"
        r"|attend|remain|never|not|always|be (?:able|held|in|at)|continue to be|end up)\b)\w+",
    ),
    Rule(
        "contact-left-out",
        "contact",
        r"\b(?:did|do|does|was|were) not (?:focus on|discuss\w*|include|cover|raise|deal with)"
        r" [^,.;]{3,60}",
        each=True,
        aside=True,
        says="left out",
    ),
    Rule("contact-met", "contact", r"\b(?:met|meets)\b|\b(?:to|will|would|may|could) meet\b(?! "
        r"(?:the )?(?:demands?|conditions?|needs?|deadlines?|requirements?|targets?))"
        r"|\bmeet (?:with|regularly|again)\b"),
    Rule(
        "contact-invited",
        "contact",
        r"\binvited\b…\b(?:to|by)\b|\binvitation (?:to|of|for)\b",
        says="invitation",
    ),
    Rule("contact-held", "contact", r"\b<HELD>\b…\b<EVENT>\b|\b<EVENT>\b…\b<HELD>\b"),
    Rule(
        "contact-own",
        "contact",
        r"\b(?:his|her|its|their|our|\w+(?:[’']s|s[’'])) (?:\w+ ){0,2}?"
        r"(?:meetings?|visits?|talks|tour) (?:with|to|in|of|would|will|is|was)\b"
        r"|\bat (?:the )?talks with\b",
    ),
    Rule(
        "contact-travel",
        "contact",
        r"\b<TRAVEL> (?:the )?[A-Z]\w+(?! (?:Prime|President|Minister))"
        r"|\b(?:is|are|was|were) in [A-Z]\w+ (?:to|for|on)\b"
        r"|\bscheduled to (?:go|arrive|travel|visit|continue|speak|talk|resume)\b",
        unless=r"^\W*(?:As|If) ",
    ),
    Rule("contact-discussed", "contact", r"\b<DISCUSS>\b"),
    Rule("contact-in-touch", "contact", r"\b(?:been|are|were|is|remain\w*) in (?:\w+ )?contact\b"),
    Rule(
        "claim-hearsay",
        "claim",
        r"\b(?:reportedly|allegedly|apparently|purportedly|rumou?red|media reports?)\b",
        without=("incident", "contact", "commitment", "agreement"),
    ),
    Rule(
        "claim-said",
        "claim",
        r"\b<SAY>\b|\baccording to\b|\bin (?:my|our|his|her) opinion\b",
        without=("position", "intention", "commitment", "agreement", "incident", "call", "tie",
                 "policy"),
    ),
    Rule(
        "claim-of-the-past",
        "claim",
        r"\b<SEIZE>\b[^.;()]{0,60}?\b(?:19|20)\d{2}\b",
        without=("position", "tie", "incident"),
        each=True,
    ),
    Rule(
        "claim-going-on",
        "claim",
        r"\b(?:is|are)\b(?:,[^,]{3,40},)? (?:helping|supplying|arming|training|backing|building)\b"
        r"|\b[Ee]njoy(?:s|ed)\b",
        without=("position", "intention", "commitment", "agreement", "incident", "contact"),
    ),
    Rule(
        "claim-headline",
        "claim",
        r"^[A-Z][^.!?]{10,} [–—-] [A-Z]\w+$",
        without=("position", "intention", "commitment", "agreement", "incident", "call", "contact"),
    ),
)  # fmt: skip


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """A rule's pattern as a regular expression; classes and gaps put in."""
    said = pattern.replace("…", GAP)
    return re.compile(re.sub(r"<([A-Z_]+)>", lambda found: alternatives(found[1]), said))
