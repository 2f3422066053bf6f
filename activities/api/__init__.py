"""What happened and what is to be done, over REST."""
