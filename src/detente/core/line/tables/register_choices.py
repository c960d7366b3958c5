"""The codes of agreements, incidents, consultations and claims, each with its English words.

As in choices.py, a code once used keeps its meaning for ever. Incident types, severities and
closures follow domain.md section 10, the objects of consultations section 11.
"""

from __future__ import annotations

INCIDENT_TYPES = (
    ("NMS", "near miss"),
    ("AIRPROX", "aircraft proximity"),
    ("LOS", "loss of the agreed separation"),
    ("INF", "airspace infringement"),
    ("INCUR", "incursion into claimed airspace"),
    ("BUF", "inside the agreed buffer"),
    ("UNC", "activity without the agreed notice"),
    ("LATE", "short or after-the-fact notice"),
    ("MISL", "notice with wrong content"),
    ("USI", "unsafe intercept"),
    ("UPI", "unprofessional conduct"),
    ("SHD", "use of another aircraft as cover alleged"),
    ("RLK", "radar lock-on"),
    ("WPT", "weapon pointed or attack simulated"),
    ("LAS", "laser illumination"),
    ("EWI", "jamming, spoofing or control interference"),
    ("WRN", "warning shot or flare"),
    ("FUP", "fired upon and missed"),
    ("HIT", "hit"),
    ("SHOOT", "shot down"),
    ("STK", "strike on forces of the other side by error"),
    ("PRT", "protected site or notified movement hit"),
    ("OBJ", "dropped object or debris across the line"),
    ("LNK", "lost-link drone across the line"),
    ("COM", "line failed when it was needed"),
    ("RAD", "radio warning not heard or not answered"),
)
MEASURED = (
    ("A", "collision risk"),
    ("B", "safety not assured"),
    ("C", "no collision risk"),
    ("D", "risk not determined"),
)
TIERS = (
    ("near-routine", "near routine"),
    ("serious", "serious, with escalation risk"),
    ("high-risk", "high risk"),
)
INTENTS = (
    ("mistake", "a mistake"),
    ("routine", "routine"),
    ("deliberate", "deliberate"),
    ("unknown", "intent not known"),
)
CLAIM_STATES = (
    ("alleged", "alleged"),
    ("confirmed", "confirmed by this side"),
    ("denied", "denied by this side"),
    ("not-known", "nothing known of it on this side"),
    ("reported", "known to this side from a report only"),
)
COORDINATION = (
    ("on-time", "notified on time"),
    ("short", "notified, but short or afterwards"),
    ("none", "not notified"),
    ("other-rule", "another rule applied"),
    ("not-owed", "no notice was owed"),
)
YES_NO = (("yes", "yes"), ("no", "no"), ("not-known", "not known"))
CRAFT = (
    ("combat", "combat aircraft"),
    ("transport", "unarmed transport"),
    ("isr", "surveillance aircraft"),
    ("uas", "uncrewed aircraft"),
    ("tanker", "tanker"),
    ("helo", "helicopter"),
    ("missile", "missile"),
    ("civil", "civil aircraft"),
    ("ship", "ship"),
    ("ground", "forces or site on the ground"),
    ("unknown", "kind not known"),
)
WEAPONS = (
    ("none", "no weapon or sensor in use"),
    ("search-radar", "search radar"),
    ("fire-control", "fire-control radar"),
    ("laser", "laser"),
    ("jamming", "jamming"),
    ("flare", "flare or warning shot"),
    ("fired", "weapon fired"),
    ("not-known", "weapon state not known"),
)
DOERS = (
    ("party", "one of the parties"),
    ("dependent", "a third party that depends on one of them"),
    ("struck-side", "the side itself that was struck"),
    ("other", "another third party"),
    ("unknown", "not known who"),
)
HARM = (
    ("killed", "killed"),
    ("injured", "injured"),
    ("missing", "missing"),
    ("destroyed", "destroyed"),
    ("damaged", "damaged"),
    ("none", "no harm"),
)
EVIDENCE_KINDS = (
    ("track", "recorded track"),
    ("audio", "sound recording"),
    ("video", "video"),
    ("photo", "photograph"),
    ("log", "log or message"),
    ("document", "document"),
    ("debris", "record of debris"),
    ("statement", "statement of a witness"),
    ("other", "other evidence"),
)
OPENED_FROM = (
    ("hand", "opened by an officer"),
    ("message", "opened from a message"),
    ("report", "opened from a report of a source"),
    ("rule", "proposed by a rule"),
)
CLOSURES = (
    ("joint", "joint finding"),
    ("parallel", "two accounts side by side"),
    ("withdrawn", "withdrawn"),
    ("no-agreement", "no agreement"),
    ("superseded", "taken up in another case"),
)

AGREEMENT_KINDS = (
    ("treaty", "treaty"),
    ("memorandum", "memorandum"),
    ("protocol", "protocol"),
    ("arrangement", "arrangement"),
    ("truce", "truce or ceasefire"),
    ("oral", "oral understanding"),
)
SECRECY = (
    ("public", "public"),
    ("parts", "public in parts"),
    ("secret", "not public"),
)
STANDINGS = (
    ("party", "party"),
    ("guarantor", "guarantor"),
    ("facilitator", "facilitator"),
    ("monitor", "monitor"),
    ("observer", "observer"),
    ("non-party", "no party, active in the area"),
    ("affected", "affected, not at the table"),
    ("dependent", "depends on a party"),
    ("absent", "absent"),
)
ANNEX_KINDS = (
    ("map", "map"),
    ("zones", "list of zones"),
    ("frequencies", "list of frequencies"),
    ("formats", "list of formats"),
    ("phrases", "table of phrases and signals"),
    ("text", "further text"),
    ("other", "something else"),
)
COUNTED = (
    ("breach", "breaches"),
    ("notice-given", "notices given"),
    ("notice-received", "notices received"),
    ("activity", "activities"),
)
RULE_KINDS = (
    ("words", "words only, judged by people"),
    ("lead-time", "least time of notice before the start"),
    ("notice-duty", "activity that must be notified"),
    ("buffer", "least distance"),
    ("keep-out", "area not to be entered"),
    ("keep-in", "corridor not to be left"),
    ("notify-entry", "area entered only with notice"),
    ("deadline", "time for a step of the receipts"),
    ("frequency", "radio frequency to be named"),
    ("precision", "least precision of a place"),
    ("line-check", "time between line checks"),
    ("report-duty", "time for the report of an incident"),
    ("no-weapons", "no activity with weapons in the area"),
)
RULE_STEPS = (
    ("READ", "read"),
    ("READBACK", "read back"),
    ("ANSWER", "answered"),
    ("DISSEMINATED", "told to the crews"),
    ("END", "end announced"),
)
SUSPENSIONS = (
    ("any", "either side at once"),
    ("notice", "either side with written notice"),
    ("both", "only both together"),
    ("none", "not at all"),
)
AGREEMENT_ACTS = (
    ("withdraw", "the proposal is withdrawn"),
    ("suspend", "suspended by this side"),
    ("dispute-suspension", "the suspension is disputed"),
    ("resume", "resumed by this side"),
    ("renew", "renewed"),
    ("not-renew", "not renewed"),
    ("exit", "left by this side"),
)
STATEMENT_KINDS = (
    ("policy", "declared policy"),
    ("practice", "observed practice"),
    ("red-line", "red line"),
    ("position", "position"),
    ("intention", "intention"),
)
FINDING_ANSWERS = (
    ("accept", "accepted"),
    ("dispute", "disputed"),
    ("no-record", "no record of it here"),
)

CONTACT_KINDS = (
    ("visit", "visit"),
    ("meeting", "meeting"),
    ("call", "telephone call"),
    ("video", "video call"),
    ("letter", "letter"),
    ("working-group", "working group"),
    ("joint-commission", "joint commission"),
    ("conference", "conference"),
    ("talks", "talks of several parties"),
    ("tour", "tour of several capitals"),
)
CAPACITIES = (
    ("head", "head of its delegation"),
    ("member", "member of its delegation"),
    ("host", "host"),
    ("facilitator", "facilitator"),
    ("observer", "observer"),
    ("interpreter", "interpreter"),
    ("absent", "expected, and did not come"),
)
CONTACT_STATES = (
    ("invited", "invited"),
    ("tentative", "date not settled"),
    ("planned", "planned"),
    ("held", "held"),
    ("postponed", "postponed"),
    ("cancelled", "cancelled"),
    ("declined", "declined"),
)
CONTACT_LEVELS = (
    ("leaders", "leaders"),
    ("ministers", "ministers"),
    ("deputies", "deputy ministers"),
    ("officials", "senior officials"),
    ("commanders", "commanders"),
    ("ambassadors", "ambassadors"),
    ("legislators", "members of parliament"),
    ("experts", "experts"),
    ("desk", "duty officers"),
)
REGISTER_TOPICS = (
    ("safety", "safety in the air"),
    ("coordination", "coordination of forces"),
    ("incident", "an incident"),
    ("agreement", "carrying out of agreements"),
    ("truce", "truce"),
    ("peace-talks", "peace talks"),
    ("region", "situation in the region"),
    ("arms", "arms supplies and control"),
    ("nuclear", "nuclear matters"),
    ("borders", "borders and territory"),
    ("humanitarian", "humanitarian matters"),
    ("relations", "relations between the two"),
    ("economy", "economy and trade"),
    ("technology", "technology and energy"),
    ("culture", "culture and history"),
    ("planning", "strategic planning"),
    ("third-parties", "third parties"),
    ("other", "other topic"),
)
STANCES = (
    ("agree", "agrees"),
    ("differ", "differs"),
    ("open", "not settled"),
    ("not-raised", "not raised"),
    ("moved", "taken to another channel"),
)
TOPIC_SAID = (
    ("discussed", "discussed"),
    ("agreed", "agreed"),
    ("differed", "no agreement"),
    ("asked", "asked for by this side"),
    ("offered", "offered by this side"),
    ("stated", "stated by this side"),
    ("heard", "stated by the other side"),
    ("not-discussed", "not discussed"),
    ("moved", "taken to another channel"),
)
COMMITMENT_STATES = (
    ("open", "open"),
    ("in-hand", "in hand"),
    ("partly", "done in part"),
    ("done", "done"),
    ("overdue", "overdue"),
    ("dropped", "dropped"),
    ("disputed", "disputed"),
)
FIELD_STATES = (
    ("named", "named"),
    ("in-hand", "in hand"),
    ("working", "at work"),
    ("resting", "resting"),
    ("ended", "ended"),
)
TIES = (
    ("relations", "diplomatic relations"),
    ("mechanism", "consultation mechanism"),
    ("talks", "talks"),
    ("commission", "joint commission"),
    ("channel", "channel"),
)
GROUNDS = (
    ("treaty", "treaty"),
    ("memorandum", "memorandum"),
    ("oral", "oral understanding"),
    ("practice", "practice only"),
    ("reported", "reported only"),
)
TIE_ACTS = (
    ("established", "established"),
    ("suspended", "suspended"),
    ("broken-off", "broken off"),
    ("resumed", "resumed"),
    ("restored", "restored"),
    ("ended", "ended"),
)

REPORTED_KINDS = (
    ("contact", "contact"),
    ("call", "call"),
    ("claim", "claim"),
    ("position", "position"),
    ("intention", "intention"),
    ("commitment", "commitment"),
    ("agreement", "agreement"),
    ("incident", "alleged incident"),
    ("office", "person in an office"),
    ("tie", "relations or mechanism"),
    ("policy", "policy or practice"),
)
HEDGES = (
    ("stated", "stated as a fact"),
    ("quoted", "quoted"),
    ("reportedly", "reportedly"),
    ("alleged", "alleged"),
    ("denied", "denied"),
    ("expected", "expected or planned"),
)
SPEAKERS = (
    ("speaker", "speaker"),
    ("office", "office or ministry"),
    ("agency", "news agency"),
    ("outlet", "outlet"),
    ("author", "author"),
)
NAMED = (
    ("named", "named"),
    ("office", "named by office only"),
    ("anonymous", "anonymous"),
)
ACTOR_KINDS = (
    ("state", "state"),
    ("force", "armed force"),
    ("organisation", "international organisation"),
    ("agency", "agency"),
    ("group", "armed or political group"),
    ("format", "format of several parties"),
    ("operator", "operator"),
    ("medium", "news medium or agency"),
)
ACCOUNTS_HELD = (
    ("held", "its account is held"),
    ("none", "no account held"),
)
