import type { Cast, CastMember } from './cast.ts';
import type { Reading } from './reading.ts';

/** The members of `cast`, with what `parties`, `grid` and `offices` say about them. */
export function readCast(file: Reading): Cast {
  const cast: Cast = { members: {}, parties: {}, grid: {}, offices: {} };
  const members = file.inside('cast');
  for (const id of members.names()) cast.members[id] = readMember(members.inside(id));
  for (const party of file.has('parties') ? file.inside('parties').names() : [])
    cast.parties[party] = readParty(file.inside('parties').inside(party));
  const known = file.with(cast);
  for (const cell of readGrid(known)) {
    cell.keys(['cell', 'steward']);
    cast.grid[cell.text('cell') ?? ''] = cell.member('steward');
  }
  const offices = known.has('offices') ? known.inside('offices') : null;
  for (const qualification of offices?.names() ?? [])
    cast.offices[qualification] = offices!.holder(qualification);
  return cast;
}

function readMember(reading: Reading): CastMember {
  reading.keys(['party', 'kind', 'qualifications', 'operator']);
  return {
    party: reading.text('party') ?? '',
    kind: reading.text('kind') ?? '',
    qualifications: reading.has('qualifications') ? reading.textList('qualifications') : [],
    ...(reading.has('operator') ? { operator: reading.boolean('operator') } : {}),
  };
}

function readParty(reading: Reading): Cast['parties'][string] {
  reading.keys(['kind', 'qualifications']);
  return {
    kind: reading.text('kind') ?? '',
    qualifications: reading.has('qualifications') ? reading.textList('qualifications') : [],
  };
}

/** One cell, or a list of them. */
function readGrid(file: Reading): Reading[] {
  if (!file.has('grid')) return [];
  return Array.isArray(file.value['grid']) ? file.list('grid') : [file.inside('grid')];
}
