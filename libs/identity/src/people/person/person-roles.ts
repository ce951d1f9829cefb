/** Roles whose holders are bound to a department: that of the officer who they are. As the runtime has them. */
export const rolesOfDepartments: readonly string[] = ['officer', 'head-of-department'];

/** The roles that need two people to be granted. */
export const rolesOfTwo: readonly string[] = ['administrator'];
