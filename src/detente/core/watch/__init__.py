"""What a watch answers for: alarms that stand, and the handover from one watch to the next."""
