"""Insights and webhooks over REST."""
