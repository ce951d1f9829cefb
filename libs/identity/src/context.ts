import { defineContext } from '@ecou/runtime';
import { ApprovalsModule } from './approvals/approvals.module.js';
import { AuditModule } from './audit/audit.module.js';
import { PasskeysModule } from './passkeys/passkeys.module.js';
import { PeopleModule } from './people/people.module.js';
import { processing } from './processing.js';
import { RightsModule } from './rights/rights.module.js';
import { config } from './settings.js';
import { SignInModule } from './sign-in/sign-in.module.js';

declare module '@ecou/runtime' {
  interface ContextPermissions {
    people: 'people:manage';
    approvals: 'approvals:read' | 'approvals:decide';
    audit: 'audit:read';
    rights: 'rights:handle' | 'rights:approve';
    retention: 'retention:read' | 'retention:manage';
  }
}

export const identityContext = defineContext({
  name: 'identity',
  title: 'Who acts, who approved it, who read what; and the rights of people over what is known of them',
  processing,
  config,
  tags: ['Sign-in', 'People', 'Approvals', 'Audit', 'Rights', 'Retention'],
  permissions: {
    'people:manage': ['administrator'],
    'approvals:read': ['administrator', 'operator', 'auditor'],
    'approvals:decide': ['administrator', 'operator'],
    'audit:read': ['administrator', 'auditor'],
    'rights:handle': ['administrator', 'staff'],
    'rights:approve': ['administrator'],
    'retention:read': ['administrator', 'staff', 'auditor'],
    'retention:manage': ['administrator'],
  },
  modules: [PeopleModule, SignInModule, PasskeysModule, ApprovalsModule, AuditModule, RightsModule],
});
