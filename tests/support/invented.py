"""An invented article about Amber and Cobalt: what the rules of sources are tried on."""

from __future__ import annotations

ARTICLE = """\
Cobalt calls on Amber to reopen the coast talks

Cobalt Foreign Minister Ada Holm said on Thursday that quiet over the coast is essential.
Holm spoke by phone with Amber Prime Minister Ivo Brandt on Wednesday evening.
The two ministers will meet in Meridian next month, and Brandt agreed to publish the new charts.
At the end of the visit the two sides signed a memorandum on sea rescue.
A Cobalt drone strayed into Amber airspace in November, a political source in the capital said.
Two jets reportedly passed dangerously close over the bay on 3 March.
Amber's policy is to escort every aircraft that nears the islands.
Relations were not at issue. Diplomatic relations were restored after the 1988 floods.
Brandt intends to invite observers, according to the Harbour news agency.
"We want no surprises," said Lena Voss, head of the rescue service. "The line must remain open."
The weather was fine.
Subscribe to our newsletter for more.
"""
