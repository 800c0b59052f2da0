"""What is asked: the framework, question sets and answer sheets."""
