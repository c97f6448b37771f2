"""What the portal writes for whoever runs it: lines of JSON, each with its request, and slow queries."""
