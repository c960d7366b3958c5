"""What officers say on the line: formats, receipts, deadlines, answers."""
