// Tactics of MITRE ATT&CK for ICS 18.1, and the techniques that each has. https://attack.mitre.org/matrices/ics/
import type { Tactic, Technique } from './kind.ts'

const tactics: readonly (Tactic & { readonly techniques: string })[] = [
  {
    ...{ id: 'TA0108', name: 'Initial Access' },
    techniques: 'T0817 T0819 T0822 T0847 T0848 T0860 T0862 T0864 T0865 T0866 T0883 T0886',
  },
  {
    ...{ id: 'TA0104', name: 'Execution' },
    techniques: 'T0807 T0821 T0823 T0834 T0853 T0858 T0863 T0871 T0874 T0895',
  },
  { id: 'TA0110', name: 'Persistence', techniques: 'T0857 T0859 T0873 T0889 T0891' },
  { id: 'TA0111', name: 'Privilege Escalation', techniques: 'T0874 T0890' },
  { id: 'TA0103', name: 'Evasion', techniques: 'T0820 T0849 T0851 T0858 T0872 T0894' },
  { id: 'TA0102', name: 'Discovery', techniques: 'T0840 T0842 T0846 T0887 T0888' },
  {
    ...{ id: 'TA0100', name: 'Collection' },
    techniques: 'T0801 T0802 T0811 T0830 T0845 T0852 T0861 T0868 T0877 T0887 T0893',
  },
  { id: 'TA0109', name: 'Lateral Movement', techniques: 'T0812 T0843 T0859 T0866 T0867 T0886 T0891' },
  { id: 'TA0101', name: 'Command and Control', techniques: 'T0869 T0884 T0885' },
  {
    ...{ id: 'TA0107', name: 'Inhibit Response Function' },
    techniques: 'T0800 T0803 T0804 T0805 T0809 T0814 T0816 T0835 T0838 T0851 T0857 T0878 T0881 T0892',
  },
  { id: 'TA0106', name: 'Impair Process Control', techniques: 'T0806 T0836 T0839 T0855 T0856' },
  {
    ...{ id: 'TA0105', name: 'Impact' },
    techniques: 'T0813 T0815 T0826 T0827 T0828 T0829 T0831 T0832 T0837 T0879 T0880 T0882',
  },
]

/** `name`: of the technique. */
export const techniqueOf = (id: string, name: string): Technique => ({
  ...{ id, name },
  tactics: tactics.filter(({ techniques }) => techniques.split(' ').includes(id)).map(({ id, name }) => ({ id, name })),
})
