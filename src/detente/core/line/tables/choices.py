"""The codes that can stand in a field, each with its English words.

Codes are signed, words are not: words may be improved, a code once used keeps its meaning for
ever. A new code in a list of a format that is already in use makes a new version of that format.
"""

from __future__ import annotations

from detente.core.line.formats import ANSWER_WORDS, Answers

MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS

_FIRST = tuple(one for one in Answers if one not in (Answers.AGREE, Answers.EXPLAINED))

ACTIVITIES = (
    ("combat", "combat aircraft"),
    ("transport", "unarmed transport"),
    ("isr", "surveillance and reconnaissance"),
    ("uas", "uncrewed aircraft"),
    ("tanker", "tanker"),
    ("helo", "helicopter"),
)
NUMBER_BANDS = (
    ("1", "one aircraft"),
    ("2-4", "two to four aircraft"),
    ("5-10", "five to ten aircraft"),
    ("11+", "more than ten aircraft"),
)
PRECISIONS = (
    ("exact", "the volume is exact"),
    ("nearest-km", "good to about a kilometre"),
    ("coarse", "coarse on purpose: the activity is somewhere inside the volume"),
)
HAZARDS = (
    ("air-surface", "weapons from the air to the surface"),
    ("surface-air", "weapons from the surface into the air"),
    ("surface-surface", "weapons from surface to surface through the air"),
    ("air-air", "weapons from air to air"),
    ("missile-transit", "missiles passing through"),
    ("other", "another hazard, see the remarks"),
)
OWN_TRAFFIC = (
    ("none", "none of our aircraft is in the area"),
    ("leaving", "our aircraft are leaving the area"),
    ("inside", "our aircraft are in the area"),
    ("unknown", "not known whether our aircraft are in the area"),
)
DIRECTIONS = (
    ("N", "north"),
    ("NE", "north-east"),
    ("E", "east"),
    ("SE", "south-east"),
    ("S", "south"),
    ("SW", "south-west"),
    ("W", "west"),
    ("NW", "north-west"),
)
SITUATIONS = (
    ("nearing", "your aircraft is nearing our airspace"),
    ("inside", "your aircraft is inside our airspace"),
)
TURNS = (*DIRECTIONS, ("left", "to the left"), ("right", "to the right"), ("back", "turn back"))
STRUCK = (
    ("our-people", "our people"),
    ("our-aircraft", "our aircraft"),
    ("hospital", "a hospital"),
    ("aid-convoy", "an aid convoy"),
    ("civilians", "civilians"),
    ("un-personnel", "United Nations personnel"),
    ("protected-site", "a protected site"),
)
MEANS = (
    ("air-strike", "air strike"),
    ("artillery", "artillery or rockets"),
    ("uncrewed", "uncrewed aircraft"),
    ("ground-fire", "fire from the ground"),
    ("unknown", "not known by what"),
)
BEHAVIOURS = (
    ("crossing", "crossing"),
    ("orbiting", "orbiting"),
    ("approaching", "approaching us"),
    ("leaving", "leaving"),
    ("descending", "descending"),
    ("fast-low", "fast and low"),
    ("shadowing", "following one of our aircraft"),
    ("other", "other, see the remarks"),
)
LINE_STATES = (
    ("OPEN", "open"),
    ("DEGRADED", "degraded"),
    ("SUSPENDED", "suspended; safety-of-life messages are still taken"),
    ("ENDED", "ended; safety-of-life messages are still taken"),
)
SCOPES = (
    ("all", "the whole line"),
    ("routine", "routine messages only"),
    ("data", "the data link only"),
    ("voice", "voice only"),
)
REASON_KINDS = (
    ("technical", "technical"),
    ("political", "political"),
    ("maintenance", "maintenance"),
    ("other", "other, see the remarks"),
)
LANGUAGES = (("en", "English"), ("ru", "Russian"), ("he", "Hebrew"), ("ar", "Arabic"))
ANSWER_REASONS = (
    ("own-activity", "own activity under way"),
    ("no-contact", "no contact with the crew or unit"),
    ("too-late", "too late to change"),
    ("not-ours", "not under our control"),
    ("weather", "weather or terrain"),
    ("fuel", "fuel"),
    ("emergency", "emergency on board"),
    ("not-authorised", "not authorised to"),
    ("secrecy", "cannot be disclosed"),
    ("other", "other, see the remarks"),
)
CANCEL_REASONS = (
    ("not-happening", "the activity will not take place"),
    ("replaced", "another notice takes its place"),
    ("wrong", "it was sent in error"),
    ("other", "other, see the remarks"),
)
RECEIPT_STEPS = (("READ", "read by an officer"),)

# ------------------------------------------------------------------ formats of the whole line

RESIDUAL = (
    ("safety-of-life", "alerts are taken and answered"),
    ("warnings", "weapon activity warnings are still sent"),
    ("open-items", "what is open is corrected, cancelled and ended"),
    ("line-checks", "line checks go on"),
    ("humanitarian", "humanitarian notices are still taken and passed on"),
    ("records", "the record is kept and exchanged"),
)
RESUME_STEPS = (
    ("line-check", "line checks answered by both sides"),
    ("clocks", "clocks compared"),
    ("rosters", "duty rosters exchanged"),
    ("records", "records of the gap exchanged"),
    ("open-items", "open items gone through together"),
    ("zones", "zones confirmed"),
)
DUTY_ROLES = (
    ("duty-officer", "duty officer"),
    ("releaser", "releasing officer"),
    ("deputy", "deputy"),
    ("linguist", "linguist"),
    ("liaison", "liaison officer"),
    ("node", "keeper of the node"),
)
PATHS = (
    ("line", "this line"),
    ("voice", "telephone"),
    ("radio", "radio"),
    ("mail", "mail"),
    ("attache", "attaché or embassy"),
    ("facilitator", "the facilitator"),
    ("files", "files carried by hand"),
    ("none", "none"),
)
DEPENDENT_KINDS = (
    ("force", "armed force"),
    ("air-defence", "air defence"),
    ("agency", "agency"),
    ("operator", "civil operator"),
    ("humanitarian", "humanitarian organisation"),
    ("other", "other, see the remarks"),
)
FORWARDS = (
    ("warnings", "warnings and alerts"),
    ("notices", "notices of activity"),
    ("questions", "questions and requests"),
    ("humanitarian", "humanitarian notices"),
)
ECHELONS = (
    ("national", "national command"),
    ("operational", "operational command"),
    ("sector", "sector or area control"),
    ("unit", "unit or battery"),
    ("post", "post, ship or control room"),
    ("crew", "crew or operator"),
)
LOST_LINK = (
    ("returns", "it returns"),
    ("lands", "it lands where it is"),
    ("orbits", "it orbits until its fuel is low, then lands"),
    ("continues", "it continues as planned"),
    ("terminates", "it ends its flight at once"),
    ("unknown", "not known what it does"),
)
ID_SCHEMES = (
    ("transponder", "transponder"),
    ("remote-id", "remote identification broadcast"),
    ("call-sign", "call sign on the radio"),
    ("marking", "agreed marking or lights"),
    ("none", "none"),
)
STOPS = (
    ("line", "on request on this line"),
    ("radio", "on request on the radio"),
    ("both", "on request on this line or the radio"),
    ("none", "it cannot be stopped"),
)
PURPOSES = (
    ("rescue", "rescue"),
    ("medical", "medical evacuation"),
    ("relief", "relief"),
    ("survey", "survey"),
    ("transit", "transit"),
    ("escort", "escort"),
    ("other", "other, see the remarks"),
)
EXERCISE_KINDS = (
    ("air-exercise", "air exercise"),
    ("air-defence", "air defence exercise"),
    ("naval", "naval exercise"),
    ("ground", "ground exercise"),
    ("live-firing", "live firing"),
    ("launch", "launch of a missile or space vehicle"),
    ("uncrewed", "uncrewed aircraft"),
)
SCALES = (("small", "small"), ("large", "large"))
DEFENCE_STATES = (
    ("normal", "normal watch"),
    ("raised", "raised watch"),
    ("firing", "firing now"),
    ("exercise", "firing practice"),
    ("reduced", "reduced or in maintenance"),
    ("unknown", "not known"),
)
CONTROLS = (
    ("own", "under our command"),
    ("allied", "under an ally's command"),
    ("local", "under a local commander"),
    ("dependent", "under a dependent party"),
    ("unknown", "not known under whose command"),
)
EMISSIONS = (
    ("laser", "laser"),
    ("jamming", "jamming of radio or radar"),
    ("gnss", "loss or error of satellite navigation"),
    ("high-power", "high-power transmission"),
)
BANDS = (
    ("visible", "visible light"),
    ("infrared", "infrared"),
    ("gnss", "satellite navigation"),
    ("hf", "HF radio"),
    ("vhf-uhf", "VHF or UHF radio"),
    ("radar", "radar"),
    ("satcom", "satellite communication"),
    ("several", "several"),
    ("unknown", "not known"),
)
RESCUE_ASSETS = (
    ("helo", "helicopter"),
    ("aircraft", "aircraft"),
    ("uas", "uncrewed aircraft"),
    ("ship", "ship or boat"),
    ("ground", "people on the ground"),
    ("none", "none of our own"),
)
PEOPLE_BANDS = (
    ("0", "nobody"),
    ("1", "one person"),
    ("2-10", "two to ten people"),
    ("11-50", "eleven to fifty people"),
    ("51-200", "fifty-one to two hundred people"),
    ("201-1000", "two hundred and one to a thousand people"),
    ("1001+", "more than a thousand people"),
    ("unknown", "not known how many people"),
)
ZONE_ACTIONS = (
    ("propose", "proposed"),
    ("activate", "activated"),
    ("suspend", "suspended"),
    ("resume", "agreed and not active again"),
    ("release", "released"),
)
ZONE_RULES = (
    ("no-entry", "nobody enters"),
    ("notify", "nobody enters without notice on this line"),
    ("caution", "enter with caution"),
    ("no-weapons", "no weapons are used in it"),
    ("no-uncrewed", "no uncrewed aircraft enter"),
    ("corridor", "kept free for the passage that was notified"),
    ("other", "another rule, see the remarks"),
)
SITE_USES = (
    ("hospital", "hospital"),
    ("clinic", "clinic"),
    ("shelter", "shelter"),
    ("school", "school"),
    ("warehouse", "relief store"),
    ("water", "water works"),
    ("power", "power supply"),
    ("office", "office"),
    ("residence", "guesthouse or residence"),
    ("camp", "camp for displaced people"),
    ("crossing", "crossing point"),
    ("other", "other, see the remarks"),
)
GRADES = (
    ("building", "good to a building"),
    ("100m", "good to a hundred metres"),
    ("1km", "good to a kilometre"),
    ("coarse", "coarse on purpose"),
)
VERIFIED = (
    ("own-staff", "own staff on the spot"),
    ("operator", "the site's operator"),
    ("imagery", "imagery"),
    ("third-party", "a third party on the spot"),
    ("unverified", "not verified"),
)
MARKINGS = (
    ("roof", "sign on the roof"),
    ("flag", "flag"),
    ("lights", "lights at night"),
    ("thermal", "thermal marking"),
    ("beacon", "radio beacon"),
    ("none", "no marking"),
)
MOVEMENT_ACTS = (
    ("plan", "planned movement"),
    ("deviation", "change of a movement under way"),
)
VEHICLE_BANDS = (
    ("1", "one vehicle"),
    ("2-5", "two to five vehicles"),
    ("6-20", "six to twenty vehicles"),
    ("21+", "more than twenty vehicles"),
    ("none", "on foot"),
)
VEHICLE_KINDS = (
    ("car", "car"),
    ("ambulance", "ambulance"),
    ("lorry", "lorry"),
    ("bus", "bus"),
    ("boat", "boat"),
    ("aircraft", "aircraft"),
)
CIVIL_KINDS = (
    ("notam", "notice to airmen"),
    ("airspace", "closure or restriction of airspace"),
    ("flight", "civil flight"),
    ("traffic", "summary of civil traffic"),
    ("alert", "public alert"),
)
NEWNESS = (("new", "new"), ("replaces", "replaces another"), ("cancels", "cancels another"))
PAPER_MEANS = (
    ("voice", "telephone"),
    ("radio", "radio"),
    ("fax", "fax"),
    ("paper", "paper"),
    ("mail", "mail"),
    ("other", "other, see the remarks"),
)
RELEASES = (
    ("none", "nobody else"),
    ("own-forces", "the receiver's own forces"),
    ("named", "those named"),
    ("public", "anybody"),
)
CONFIDENCES = (
    ("confirmed", "confirmed"),
    ("probable", "probable"),
    ("possible", "possible"),
    ("doubtful", "doubtful"),
)
SEEN = (
    ("aircraft", "aircraft"),
    ("uncrewed", "uncrewed aircraft"),
    ("build-up", "build-up of forces"),
    ("firing", "firing"),
    ("emission", "laser, jamming or navigation loss"),
    ("air-defence", "change of air defence"),
    ("ships", "ships"),
    ("silence", "no answer on the line"),
    ("other", "other, see the remarks"),
)
CONCERNS = (
    ("safety-of-flight", "safety of flight"),
    ("border", "a line or border"),
    ("forces", "safety of our forces"),
    ("civilians", "safety of civilians"),
    ("agreement", "what was agreed"),
    ("other", "other, see the remarks"),
)
HOLDS = (
    ("hold", "hold: do not begin"),
    ("stop", "stop what is under way"),
    ("avoid", "keep out of the area"),
    ("delay", "begin later"),
    ("stop-emission", "stop the laser, jamming or transmission"),
)
HOLD_REASONS = (
    ("own-people", "our people are there"),
    ("own-aircraft", "our aircraft are there"),
    ("civilians", "civilians are there"),
    ("rescue", "a rescue is under way"),
    ("humanitarian", "a humanitarian movement or site"),
    ("unclear", "it is not clear what is happening"),
    ("other", "other, see the remarks"),
)
LEVELS = (
    ("desk", "duty officers"),
    ("chiefs", "heads of the desks"),
    ("deputies", "deputy commanders"),
    ("commanders", "commanders"),
    ("political", "political level"),
    ("experts", "experts"),
)
FORMS = (("call", "call"), ("video", "video call"), ("meeting", "meeting in person"))
TOPICS = (
    ("incident", "an incident"),
    ("activity", "planned activity"),
    ("zones", "zones"),
    ("procedures", "procedures of the line"),
    ("technical", "technical questions"),
    ("humanitarian", "humanitarian matters"),
    ("agreement", "the agreement"),
    ("other", "other, see the remarks"),
)
STRAY_REASONS = (
    ("navigation", "navigation error"),
    ("weather", "weather"),
    ("technical", "technical failure"),
    ("fuel", "low on fuel"),
    ("medical", "medical emergency"),
    ("radio", "radio failure"),
    ("distress", "distress"),
    ("unlawful", "unlawful interference on board"),
    ("unknown", "not known why"),
)
NEEDS = (
    ("no-action", "do not act against it"),
    ("pass", "let it pass"),
    ("guide", "guide it"),
    ("radio", "call it on the radio"),
    ("land", "let it land"),
    ("rescue", "rescue"),
)
WHOSE = (("ours", "ours"), ("yours", "yours"), ("civil", "civil"), ("unknown", "not known whose"))
RESCUE_PLANS = (
    ("going", "we are going"),
    ("asking", "we ask you to go"),
    ("together", "we propose to go together"),
    ("unreachable", "we cannot reach it"),
    ("unknown", "no plan yet"),
)
EXPLANATIONS = (
    ("training", "training"),
    ("exercise", "exercise that was announced"),
    ("routine", "routine activity"),
    ("rescue", "rescue or medical flight"),
    ("navigation", "navigation error"),
    ("weather", "weather"),
    ("technical", "technical failure"),
    ("maintenance", "maintenance"),
    ("not-ours", "not done by our side"),
    ("mistake", "a mistake of our side"),
    ("other", "other, see the remarks"),
)
CONDITIONS = (
    ("later", "at a later time"),
    ("elsewhere", "in another area"),
    ("lower", "at lower heights"),
    ("higher", "at higher heights"),
    ("shorter", "for a shorter time"),
    ("with-contact", "only with contact on the radio"),
    ("reciprocal", "if your side does the same"),
    ("other", "other, see the remarks"),
)
PASS_STEPS = (
    ("PASSED", "passed on"),
    ("READ", "read there"),
    ("READBACK", "read back there"),
    ("ANSWER", "answered there"),
    ("REFUSED", "not taken there"),
    ("UNREACHABLE", "not reached"),
)
BASES = (
    ("reported", "reported by the echelon"),
    ("read-back", "read back by the echelon"),
    ("feed", "taken from the feed by the echelon"),
    ("not-reached", "not reached"),
)
HEARD_BACK = (
    ("yes", "heard back"),
    ("no", "nothing heard back"),
    ("waiting", "not yet heard back"),
)
ANSWERS_1 = tuple((code.value, f"{code.value} ({ANSWER_WORDS[code]})") for code in _FIRST)
ANSWERS_2 = tuple((code.value, f"{code.value} ({words})") for code, words in ANSWER_WORDS.items())
OTHERS_TOLD = (
    ("never", "nothing more than the area"),
    ("on-request", "the details when they ask for them"),
    ("activity-near", "the details when they announce an activity near it, or ask"),
)
DISCLOSURE_RULES = (
    ("audience", "it was meant for this receiver from the start"),
    ("requested", "the receiver asked for it"),
    ("activity-near", "an activity of the receiver is announced near it"),
    ("new-key", "the receiver has another key"),
)
DETAIL_REASONS = (
    ("activity-planned", "an activity is planned there"),
    ("activity-near", "an activity is under way near it"),
    ("identification", "to tell it apart from something else"),
    ("incident", "something has happened there"),
    ("other", "other, see the remarks"),
)
CONTACT_RESULTS = (
    ("answered", "the right people answered"),
    ("no-answer", "nobody answered"),
    ("wrong-party", "somebody else answered"),
    ("no-language", "answered, with no language in common"),
    ("no-line", "no connection"),
)
CONTACT_MEANS = (
    ("satellite-phone", "satellite telephone"),
    ("mobile-phone", "mobile telephone"),
    ("radio", "radio"),
    ("data", "data message"),
    ("other", "other, see the remarks"),
)
