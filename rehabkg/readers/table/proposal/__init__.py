"""Look at a table that no mapping describes yet, and propose one."""

from rehabkg.readers.table.proposal.propose import ColumnProposal, Proposal, propose
from rehabkg.readers.table.proposal.sample import Sample, look_at
from rehabkg.readers.table.proposal.written import csvw_text, toml_text

__all__ = ["ColumnProposal", "Proposal", "Sample", "csvw_text", "look_at", "propose", "toml_text"]
