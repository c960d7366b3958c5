"""Messages in the languages of those who read them: from codes and values, never from prose.

What is signed is codes and values. Here they become text, by templates that stand in one file for
each language (`ftl/`), and the text becomes codes and values again, so that no two things are said
alike. Templates carry a review state; what nobody has reviewed is shown with English beside it.
"""
