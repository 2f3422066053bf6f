"""What is sold, over REST."""
